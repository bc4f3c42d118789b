// Below the story: "Tebal", the number of words, and, where the browser hears, "Bicara saja".
import { say } from "./words.js";

const story = (form) => form.elements.cerita;

// *…* around what is chosen, or around where the next words go.
export function emphasis(form) {
  const button = form.querySelector("[data-tebal]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = story(form);
    const { selectionStart: start, selectionEnd: end, value } = text;
    const chosen = value.slice(start, end);
    const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(chosen);
    text.setRangeText(`${before}*${words}*${after}`, start, end, "end");
    const caret = start + before.length + 1 + words.length;
    text.focus();
    text.setSelectionRange(words ? caret + 1 : caret, words ? caret + 1 : caret);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export function wordCount(form) {
  const place = form.querySelector("[data-jumlah]");
  const count = () => {
    const words = story(form).value.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;
    place.textContent = say("jumlahKata", { n: new Intl.NumberFormat(document.documentElement.lang).format(words) });
  };
  place.hidden = false;
  story(form).addEventListener("input", count);
  form.addEventListener("tulis:terisi", count);
  count();
}

// Why nothing was heard, by the browser's own names.
const SILENCE = { "not-allowed": "mikrofonDitolak", "service-not-allowed": "mikrofonDitolak", network: "bicaraTanpaSinyal" };

export function dictation(form) {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const button = form.querySelector("[data-bicara]");
  if (!Recognition) return void button.remove();
  const label = button.querySelector("span");
  const idle = label.textContent;
  const told = form.querySelector("[data-bicara-kabar]");
  let hearing = null;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (hearing) return hearing.stop();
    hearing = new Recognition();
    Object.assign(hearing, { lang: "id-ID", continuous: true, interimResults: false });
    hearing.onresult = ({ results, resultIndex }) => {
      for (const result of [...results].slice(resultIndex)) if (result.isFinal) write(result[0].transcript.trim());
    };
    hearing.onerror = ({ error }) => tell(SILENCE[error] ?? "takTerdengar");
    hearing.onend = () => {
      hearing = null;
      show();
    };
    tell("");
    try {
      hearing.start();
    } catch {
      hearing = null;
      tell("takTerdengar");
    }
    show();
  });

  function show() {
    button.setAttribute("aria-pressed", String(Boolean(hearing)));
    label.textContent = hearing ? say("berhentiBicara") : idle;
  }

  function tell(name) {
    told.textContent = name && say(name);
    told.hidden = !name;
  }

  function write(words) {
    const text = story(form);
    const space = text.value && !/\s$/.test(text.value) ? " " : "";
    text.value += space + words;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
