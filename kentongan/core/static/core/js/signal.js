// The pill that says "Tanpa sinyal": hidden while the phone is online.
export function showSignal() {
  const pills = document.querySelectorAll("[data-sinyal] > span");
  const show = () => {
    for (const pill of pills) pill.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
