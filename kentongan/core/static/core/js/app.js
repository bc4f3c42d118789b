// What the working pages gain where JavaScript runs. Everything works without.
import "./job-progress.js";
import { copyButtons } from "./copy.js";
import { closeDetailsElsewhere } from "./details.js";
import { focusErrors } from "./errors.js";
import { sendOnce } from "./send-once.js";
import { showSignal } from "./signal.js";
import { themeWithoutReload } from "./theme.js";

sendOnce();
themeWithoutReload();
copyButtons();
closeDetailsElsewhere();
focusErrors();
showSignal();
