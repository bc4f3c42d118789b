// Panels that hang from a button close with Escape and when something else is chosen.

const HANGING = "details.per, details.orang";

export function closeDetailsElsewhere(root = document) {
  root.addEventListener("click", (event) => {
    for (const open of root.querySelectorAll(HANGING)) {
      if (open.open && !open.contains(event.target)) open.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.(HANGING);
    if (!open?.open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
