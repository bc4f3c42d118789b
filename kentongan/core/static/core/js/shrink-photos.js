// File fields of plain forms: the photo chosen is exchanged for a smaller one. Without this the server does it.
import { shrunk, sizeInWords } from "./shrink.js";

for (const input of document.querySelectorAll("input[type=file][data-perkecil]")) {
  const form = input.form;
  const place = input.closest("[data-perkecil-kata]");
  const words = place?.querySelector("[role=status]");
  let busy = null;

  input.addEventListener("change", () => {
    const [file] = input.files;
    say("");
    if (!file) return;
    say(place?.dataset.perkecilSedang);
    busy = shrunk(file).then((small) => {
      busy = null;
      if (input.files[0] !== file) return;
      if (small === file) return say("");
      const list = new DataTransfer();
      list.items.add(new File([small], "foto.jpg", { type: "image/jpeg" }));
      input.files = list.files;
      say(place?.dataset.perkecilKata.replace("{kini}", sizeInWords(small.size)).replace("{asal}", sizeInWords(file.size)));
    });
  });

  // Who taps "send" while a photo is still being made small waits for it; the tap counts.
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    busy.then(() => form.requestSubmit(event.submitter));
  });

  function say(sentence) {
    if (!words) return;
    words.textContent = sentence ?? "";
    words.hidden = !sentence;
  }
}
