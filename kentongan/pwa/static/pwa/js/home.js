// The group's first page: what waits on this phone, and what became of it.
import { outbox, phoneStore } from "./page.js";
import { draftRow } from "./rows.js";
import { keepShell } from "./shell.js";
import { say } from "./words.js";

const section = document.querySelector("[data-kotak-keluar]");
const previews = new Map();

if (section) {
  outbox.onChange(show);
  show().then(outbox.flushWhenPossible, () => {});
  keepShell();
  section.addEventListener("click", again);
}

async function show() {
  const rows = [];
  for (const draft of await outbox.ownDrafts(section.dataset.orang)) {
    const photos = await phoneStore.photosOf(draft.key);
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
  await phoneStore.alter("drafts", button.closest("li").dataset.kunci, (draft) => void Object.assign(draft, { state: "menunggu", wish: "kirim" }));
  await outbox.flush();
}
