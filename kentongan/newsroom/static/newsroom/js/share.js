// "Salin" appears where copying works; the article reads and is shared without it.
import { copyButtons } from "../../core/js/copy.js";

copyButtons();
