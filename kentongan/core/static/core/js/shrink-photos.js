// A photo is made small on the phone before it is sent: 2 MB become about 200 KB. Without this the server does it.

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const SMALL_ENOUGH = 300 * 1024;

for (const input of document.querySelectorAll("input[type=file][data-perkecil]")) {
  const form = input.form;
  const place = input.closest("[data-perkecil-kata]");
  const words = place?.querySelector("[role=status]");
  let busy = null;

  input.addEventListener("change", () => {
    const [file] = input.files;
    say("");
    if (!file?.type.startsWith("image/") || file.size <= SMALL_ENOUGH) return;
    say(place?.dataset.perkecilSedang);
    busy = shrink(file).then((small) => {
      busy = null;
      if (input.files[0] !== file) return;
      if (!small || small.size >= file.size) return say("");
      const list = new DataTransfer();
      list.items.add(new File([small], "foto.jpg", { type: "image/jpeg" }));
      input.files = list.files;
      say(place?.dataset.perkecilKata.replace("{kini}", size(small.size)).replace("{asal}", size(file.size)));
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

async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  } catch {
    return null; // Too old a browser, or too large a photo for it: it goes as it is.
  }
}

function size(bytes) {
  const language = document.documentElement.lang;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1024 / 1024)} MB`;
}
