// The theme changes at once; the server remembers it, so that the next page arrives in it.

export function themeWithoutReload(root = document) {
  for (const form of root.querySelectorAll("form[data-theme-form]")) {
    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (!button) return;
      event.preventDefault();
      show(button.value);
      for (const other of form.querySelectorAll("button")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      const body = new FormData(form);
      body.set(button.name, button.value);
      try {
        await fetch(form.action, { method: "POST", body, redirect: "manual" });
      } catch {
        // No network: this page has the theme, the next one will not remember it.
      }
    });
  }
}

function show(theme) {
  if (theme) document.documentElement.dataset.tema = theme;
  else delete document.documentElement.dataset.tema;
}
