// The group's first page: what waits on this phone, and what became of it.
import { alter, flush, flushWhenPossible, onChange, ownDrafts, photosOf } from "./outbox.js";
import { draftRow } from "./rows.js";
import { keepShell } from "./shell.js";
import { say } from "./words.js";

const section = document.querySelector("[data-kotak-keluar]");
const previews = new Map();

if (section) {
  onChange(show);
  show().then(flushWhenPossible, () => {});
  keepShell();
  section.addEventListener("click", again);
}

async function show() {
  const rows = [];
  for (const draft of await ownDrafts(section.dataset.orang)) {
    const photos = await photosOf(draft.key);
    const row = draftRow(draft, photos, photos.length ? preview(photos[0]) : "");
    if (draft.state === "gagal") row.append(retry());
    rows.push(row);
  }
  section.hidden = !rows.length;
  section.querySelector("ul").replaceChildren(...rows);
}

function preview(photo) {
  if (!previews.has(photo.key)) previews.set(photo.key, URL.createObjectURL(photo.blob));
  return previews.get(photo.key);
}

function retry() {
  return Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: say("coba") });
}

async function again(event) {
  const button = event.target.closest("button");
  if (!button) return;
  await alter("drafts", button.closest("li").dataset.kunci, (draft) => void Object.assign(draft, { state: "menunggu", wish: "kirim" }));
  await flush();
}
