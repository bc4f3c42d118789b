// A page that came back with errors begins at them.

export function focusErrors(root = document) {
  root.querySelector(".salah-form[tabindex]")?.focus();
}
