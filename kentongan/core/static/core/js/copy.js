// Copy buttons appear only where copying works, and say when it is done.

export function copyButtons(root = document) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const words = button.querySelector("[role=status]") ?? button;
    const before = words.textContent;
    let timer;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = button.dataset.done;
      clearTimeout(timer);
      timer = setTimeout(() => (words.textContent = before), 4000);
    });
  }
}
