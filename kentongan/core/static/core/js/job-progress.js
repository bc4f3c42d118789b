// <job-progress src="…">: asks how far a long job is, until the server names the page to go on to.

const FIRST_WAIT = 600;
const LONGEST_WAIT = 5000;

class JobProgress extends HTMLElement {
  #wait = FIRST_WAIT;
  #timer;

  connectedCallback() {
    if (!this.getAttribute("src")) return;
    this.querySelector("[data-fallback]")?.setAttribute("hidden", "");
    this.#plan();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #plan() {
    this.#timer = setTimeout(() => this.#ask(), this.#wait);
    this.#wait = Math.min(this.#wait * 1.4, LONGEST_WAIT);
  }

  async #ask() {
    try {
      const response = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const job = await response.json();
      this.#show(job);
      if (job.href) {
        location.assign(job.href);
        return;
      }
    } catch {
      // The network or the server is away for a moment: show the way without us, and ask again.
      this.querySelector("[data-fallback]")?.removeAttribute("hidden");
    }
    this.#plan();
  }

  #show(job) {
    const share = job.total ? Math.min(job.done / job.total, 1) : 0;
    this.querySelector(".meter")?.style.setProperty("--v", String(share));
    const words = this.querySelector("[data-message]");
    if (words && job.message && words.textContent !== job.message) words.textContent = job.message;
  }
}

customElements.define("job-progress", JobProgress);
