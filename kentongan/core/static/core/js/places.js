// Proposes villages while one is typed. Without this the form asks back after it is sent.
for (const input of document.querySelectorAll("input[data-places]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-usul`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer, last = "";
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = input.value.trim();
      if (text.length < 3 || text === last) return;
      last = text;
      try {
        const answer = await fetch(`${input.dataset.places}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
        if (!answer.ok || input.value.trim() !== text) return;
        const { places } = await answer.json();
        list.replaceChildren(...places.map(({ value, label }) => Object.assign(document.createElement("option"), { value: label, label: value })));
      } catch { /* no signal: typing goes on */ }
    }, 250);
  });
}
