// What the server could not read, said below the field it belongs to, as the page does without JavaScript.

export function problemsBeside(form, problems) {
  for (const place of form.querySelectorAll("[data-perlu]")) place.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  if (!problems) return;
  let first = null;
  for (const [name, sentences] of Object.entries(problems)) {
    const input = form.elements[name];
    const place = document.createElement("div");
    place.className = "field";
    place.dataset.perlu = name;
    place.append(...sentences.map((sentence) => Object.assign(document.createElement("p"), { className: "salah", textContent: sentence })));
    if (input instanceof HTMLElement) {
      input.setAttribute("aria-invalid", "true");
      input.closest("details")?.setAttribute("open", "");
      (input.closest(".isi-tulis, .field") ?? input).append(place);
      first ??= input;
    } else form.prepend(place);
  }
  if (first && document.activeElement !== first && !form.contains(document.activeElement)) first.focus();
}
