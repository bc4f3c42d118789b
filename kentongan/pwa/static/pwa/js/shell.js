// Keeps the writing page on the phone, so that it opens without a signal.

export async function keepShell() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const worker = await navigator.serviceWorker.ready;
    worker.active?.postMessage("keep-shell");
  } catch {
    // The browser refuses, in a private window for one: the outbox keeps what is written all the same, only the page itself needs a signal to open.
  }
}
