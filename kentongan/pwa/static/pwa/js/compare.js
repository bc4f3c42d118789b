// Two versions side by side, what differs marked. The page's frame (newsroom/_both_frame.html) is filled with text, never with HTML.
import { say } from "./words.js";

const section = document.querySelector("[data-dua-versi]");
let shown = "";
let choose = null;

for (const button of section?.querySelectorAll("[data-pilih]") ?? []) {
  button.addEventListener("click", () => choose?.(button.dataset.pilih));
}

export function compareVersions(conflict, chosen) {
  choose = chosen;
  if (!section) return;
  section.hidden = !conflict;
  const mark = conflict ? `${conflict.code} ${conflict.version}` : "";
  if (mark === shown) return;
  shown = mark;
  if (!conflict) return;
  section.querySelector("[data-siapa]").textContent = conflict.by
    ? say("siapa", { nama: conflict.by, waktu: conflict.at })
    : say("siapaLain");
  fill("[data-versi-saya]", conflict.mine);
  fill("[data-versi-lain]", conflict.theirs);
  section.scrollIntoView({ block: "start" });
}

function fill(place, version) {
  const article = section.querySelector(place);
  article.querySelector(".judul-versi").replaceChildren(...version.judul.map(piece));
  article.querySelector(".teks").replaceChildren(...version.cerita.map(piece));
}

function piece([text, differs]) {
  if (!differs) return document.createTextNode(text);
  return Object.assign(document.createElement("mark"), { textContent: text });
}
