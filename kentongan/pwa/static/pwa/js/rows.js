// A draft as a row of the outbox: picture, title, size and when stored, and what became of it.
import { sizeInWords } from "../../core/js/shrink.js";
import { outbox } from "./page.js";
import { say, storedAt } from "./words.js";

// What stands as a tag: kind and word by the draft's state.
function tagOf(draft) {
  if (draft.state === "terkirim") return ["ok", say("terkirim").replace(/\.$/, "")];
  if (draft.state === "dua-versi") return ["warn", say("duaVersi").replace(/\.$/, "")];
  if (draft.state === "gagal") return ["bad", say("gagal")];
  if (draft.state === "perlu") return ["warn", say("perlu").replace(/\.$/, "")];
  if (draft.wish !== "kirim") return ["neutral", say("draf")];
  return outbox.trouble ? ["warn", say("menunggu")] : ["neutral", say("mengirim")];
}

export function addressOf(draft) {
  if (draft.article) return `/tulis/${draft.article}/`;
  return `/tulis/?${new URLSearchParams({ kim: draft.group, kunci: draft.key })}`;
}

export function draftRow(draft, photos, preview = "") {
  const row = document.createElement("li");
  row.dataset.kunci = draft.key;
  const picture = element("span", "gambar");
  if (preview) picture.append(Object.assign(document.createElement("img"), { src: preview, alt: "", width: 60, height: 60 }));
  const title = Object.assign(document.createElement("a"), { href: addressOf(draft), textContent: draft.fields.judul || say("tanpaJudul") });
  const size = photos.reduce((sum, photo) => sum + photo.blob.size, 0);
  const what = photos.length ? say("rinciFoto", { n: photos.length, kini: sizeInWords(size) }) : say("hanyaTeks");
  const [kind, word] = tagOf(draft);
  const words = element("span", "isi");
  words.append(title, element("small", "", `${what}. ${storedAt(draft.changed)}`), element("span", `tag ${kind}`, word));
  const received = photos.reduce((sum, photo) => sum + photo.received, 0);
  if (draft.wish === "kirim" && size && received < size) {
    const meter = element("span", "meter");
    meter.style.setProperty("--v", String(received / size));
    words.append(meter);
  }
  row.append(picture, words);
  return row;
}

function element(name, className, text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
