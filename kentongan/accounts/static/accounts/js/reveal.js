// A button beside a password field that shows what was typed: on a phone nobody types a password blindly and right.
for (const input of document.querySelectorAll("input[type=password][data-reveal]")) {
  const words = document.body.querySelector("template[data-reveal-words]");
  if (!words) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tautan-tombol lihat-sandi";
  button.setAttribute("aria-controls", input.id);
  const say = () => {
    const shown = input.type === "text";
    button.textContent = shown ? words.dataset.hide : words.dataset.show;
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    input.type = input.type === "text" ? "password" : "text";
    say();
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
  say();
  input.after(button);
}
