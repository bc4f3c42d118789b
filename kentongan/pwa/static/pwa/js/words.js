// Sentences stand in the page (data-kata), translated; the scripts fill in the gaps.

const place = document.querySelector("[data-kata]");

export function say(name, gaps = {}) {
  const sentence = place?.dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (gap, word) => gaps[word] ?? gap);
}

const language = document.documentElement.lang;

export const clock = (time) =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time).replace(":", ".");

export const longDate = (iso) =>
  new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));

// "Disimpan pukul 08.14", "Disimpan kemarin", "Disimpan 21 September".
export function storedAt(time) {
  const days = Math.round((midnight(Date.now()) - midnight(time)) / 86_400_000);
  if (days < 1) return say("tersimpanPada", { jam: clock(time) });
  if (days === 1) return say("tersimpanKemarin");
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(time);
  return say("tersimpanTanggal", { tanggal: day });
}

const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
