// The outbox: brings what was written to the server, one sender at a time, and lets nothing go before the server has confirmed it.
//
// A draft row: key, person, group, article, base (the version its words grew from), fields, changed and confirmed (times), wish ("simpan" or
// "kirim"), state, problems, conflict, attempt (what was sent and not yet answered), removed (codes of photos), doneAt.
// States: draf, menunggu, mengirim, terkirim, perlu (something to mend), dua-versi, gagal.
// A plain script, since the service worker takes it too (see page.js).

self.outbox = (() => {
  "use strict";

  const { all, alter, get, photosOf, put, remove } = self.phoneStore;

  const OUTBOX = "/kiriman/";
  const ARTICLE = "/kiriman/artikel/";
  const PHOTO = "/kiriman/foto/";
  const DAY = 24 * 3600 * 1000;
  const SMALLEST_PIECE = 32 * 1024;
  const LARGEST_PIECE = 256 * 1024;
  // A piece that takes longer than this is followed by a smaller one.
  const SLOW = 4000;
  const LONGEST_PAUSE = 5 * 60 * 1000;
  const LEASE = 60 * 1000;
  // While readers do not see it, and nobody waits to read it, words are brought to the server without a tap.
  const UNSENT = [undefined, null, "", "draft", "returned"];

  const channel = "BroadcastChannel" in self ? new BroadcastChannel("kentongan-kotak-keluar") : null;
  const listeners = new Set();
  let failures = 0;
  let timer = 0;

  // What went wrong last: "" | "sinyal" | "masuk" | "server".
  let trouble = "";
  let signIn = "";

  function onChange(listener) {
    listeners.add(listener);
  }

  channel?.addEventListener("message", ({ data }) => {
    trouble = data.trouble;
    signIn = data.signIn;
    for (const listener of listeners) listener();
  });

  function tell() {
    channel?.postMessage({ trouble, signIn });
    for (const listener of listeners) listener();
  }

  class NoSignal extends Error {}
  class SignedOut extends Error {}
  class ServerAiling extends Error {}

  // --- When ----------------------------------------------------------------------------------------

  // Send what waits; the promise is kept when nothing more can be done now.
  async function flush() {
    clearTimeout(timer);
    try {
      const more = await alone(sendAll);
      if (more === null) {
        // Another tab is sending, or has just looked for the last time.
        timer = setTimeout(flush, 1000);
        return;
      }
      failures = 0;
      trouble = "";
    } catch (error) {
      if (error instanceof SignedOut) trouble = "masuk";
      else trouble = error instanceof NoSignal ? "sinyal" : "server";
      if (!(error instanceof SignedOut)) {
        failures += 1;
        timer = setTimeout(flush, Math.min(2 ** failures * 1000, LONGEST_PAUSE) * (0.75 + Math.random() / 2));
      }
      if (!(error instanceof NoSignal || error instanceof SignedOut || error instanceof ServerAiling)) console.error(error);
    }
    tell();
  }

  // On each sign that it may work now; where the browser can, it is also woken without a page.
  function flushWhenPossible() {
    self.addEventListener("online", () => {
      failures = 0;
      flush();
    });
    self.addEventListener("offline", () => {
      trouble = "sinyal";
      tell();
    });
    document.addEventListener("visibilitychange", flush);
    flush();
  }

  async function askToBeWoken() {
    try {
      const worker = await navigator.serviceWorker?.ready;
      await worker?.sync?.register("kotak-keluar");
    } catch {
      // No background sync here: the next open page sends.
    }
  }

  // One sender at a time, across tabs and the service worker. Null when somebody else is at it.
  async function alone(work) {
    if (navigator.locks) {
      return navigator.locks.request("kentongan-kotak-keluar", { ifAvailable: true }, (lock) => (lock ? work() : null));
    }
    const mine = Math.random();
    const now = Date.now();
    await put("facts", (await get("facts", "lease")) ?? { name: "lease", until: 0 });
    let taken = false;
    await alter("facts", "lease", (lease) => {
      if (lease.until > now) return false;
      Object.assign(lease, { until: now + LEASE, holder: mine });
      taken = true;
    });
    if (!taken) return null;
    const held = setInterval(() => alter("facts", "lease", (lease) => void (lease.until = Date.now() + LEASE)), LEASE / 3);
    try {
      return await work();
    } finally {
      clearInterval(held);
      await alter("facts", "lease", (lease) => void (lease.until = 0));
    }
  }

  // --- What ----------------------------------------------------------------------------------------

  async function sendAll() {
    await letGo();
    const asked = new Set();
    // What is typed or tapped while something is being sent is sent in the same go.
    for (let me = null; ; ) {
      const next = (await all("drafts")).find((draft) => !asked.has(mark(draft)) && (!me || draft.person === me.person) && isWaiting(draft));
      const photo = next ? null : await waitingPhoto(me, asked);
      if (!next && !photo) return true;
      me ??= await whoAmI();
      const draft = next ?? (await get("drafts", photo.draft));
      asked.add(next ? mark(next) : photo.key);
      if (!draft || draft.person !== me.person) continue;
      await sendDraft(draft.key, me);
    }
  }

  const mark = (draft) => `${draft.key} ${draft.changed} ${draft.wish} ${draft.choice ?? ""}`;

  const isStuck = (draft) => ["dua-versi", "perlu", "gagal"].includes(draft.state);

  function isWaiting(draft) {
    if (isStuck(draft)) return false;
    if (draft.attempt || draft.wish === "kirim" || draft.choice) return true;
    return draft.changed > (draft.confirmed ?? 0) && UNSENT.includes(draft.serverState);
  }

  async function waitingPhoto(me, asked) {
    const photos = await all("photos");
    return photos.find((photo) => photo.state === "menunggu" && !asked.has(photo.key) && (!me || photo.person === me.person));
  }

  async function whoAmI() {
    const answer = await ask(OUTBOX);
    if (answer.status !== 200) throw new ServerAiling(String(answer.status));
    return answer.body;
  }

  // Words first, as a draft; then the pictures, one by one; then it is handed in. Each step may be the last for now.
  async function sendDraft(key, me) {
    let draft = await get("drafts", key);
    if (draft.attempt && !(await sendWords(draft.attempt, me))) return;
    draft = await get("drafts", key);
    const pictures = (await photosOf(key)).filter((photo) => photo.state === "menunggu");
    const isFresh = isWaiting(draft) && (draft.changed > (draft.confirmed ?? 0) || draft.choice);
    if (isFresh && (pictures.length || draft.choice || draft.wish !== "kirim")) {
      if (!(await sendWords(await attempted(draft, false), me))) return;
    }
    for (const photo of pictures) await sendPhoto(photo, me);
    draft = await get("drafts", key);
    if (!draft || isStuck(draft)) return;
    if (draft.wish === "kirim") await sendWords(await attempted(draft, true), me);
    else if (pictures.length && draft.article && UNSENT.includes(draft.serverState)) await sendWords(await attempted(draft, false), me);
  }

  // What is sent is kept beside the draft until it was answered: when the answer is lost, the very same is sent again first, and only then
  // what was typed since. So the phone never meets its own words as somebody else's.
  async function attempted(draft, sends) {
    const photos = (await photosOf(draft.key)).filter((photo) => photo.state !== "gagal");
    const attempt = {
      changed: draft.changed,
      body: {
        kunci: draft.key,
        kim: draft.group,
        artikel: draft.article ?? "",
        versi: draft.base ?? null,
        isi: draft.choice ? draft.left : draft.fields,
        foto: [
          ...photos.map((photo) => ({ kunci: photo.key, isi: photo.caption })),
          ...(draft.captions ?? []).map(([code, words]) => ({ kode: code, isi: words })),
          ...(draft.removed ?? []).map((code) => ({ kode: code, buang: true })),
        ],
        kirim: sends,
        ...(draft.choice ? { pilih: draft.choice } : {}),
      },
    };
    await alter("drafts", draft.key, (row) => void Object.assign(row, { attempt, state: sends ? "mengirim" : row.state }));
    tell();
    return attempt;
  }

  // Whether the way is free for what comes next.
  async function sendWords(attempt, me) {
    const { status, body } = await ask(ARTICLE, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": me.csrf },
      body: JSON.stringify(attempt.body),
    });
    const isHandedIn = attempt.body.kirim;
    await alter("drafts", attempt.body.kunci, (draft) => {
      draft.attempt = null;
      if (body.code) {
        Object.assign(draft, { article: body.code, base: body.version, serverState: body.state, confirmed: attempt.changed });
        draft.removed = (draft.removed ?? []).filter((code) => !attempt.body.foto.some((photo) => photo.buang && photo.kode === code));
      }
      if (status === 200) answered(draft, body, isHandedIn, attempt);
      else if (status === 409 && body.conflict) conflicted(draft, body.conflict);
      else if (status === 422) mend(draft, body.problems, attempt);
      else Object.assign(draft, { state: "gagal", wish: "simpan", sentence: body.sentence ?? "" });
    });
    tell();
    return status === 200 || (status === 422 && !isHandedIn && Boolean(body.code));
  }

  function answered(draft, body, isHandedIn, attempt) {
    const isWhole = draft.changed === attempt.changed;
    Object.assign(draft, { problems: null, sentence: body.sentence, href: body.href, choice: null, left: null });
    const isLeft = Boolean(attempt.body.pilih) && !UNSENT.includes(body.state);
    if ((isHandedIn && isWhole) || isLeft) Object.assign(draft, { state: "terkirim", wish: "simpan", doneAt: Date.now() });
    else draft.state = draft.wish === "kirim" ? "menunggu" : "draf";
  }

  function conflicted(draft, conflict) {
    Object.assign(draft, { state: "dua-versi", conflict, article: conflict.code, serverState: conflict.state });
  }

  // Fields that do not fit matter when it is handed in; while it is a draft they may stay as they are.
  function mend(draft, problems, attempt) {
    if (attempt.body.kirim) Object.assign(draft, { state: "perlu", wish: "simpan", problems });
    else draft.confirmed = attempt.changed;
  }

  async function sendPhoto(photo, me) {
    const address = `${PHOTO}${photo.key}/`;
    let { status, body } = await ask(address);
    let size = SMALLEST_PIECE;
    while (status === 200 || status === 409) {
      if (body.photo) return void (await photoDone(photo, body.photo));
      const from = body.received;
      if (!(await alter("photos", photo.key, (row) => void (row.received = from)))) return; // Taken away meanwhile.
      tell();
      const began = Date.now();
      ({ status, body } = await ask(address, {
        method: "POST",
        headers: {
          "Content-Type": "application/octet-stream",
          "X-CSRFToken": me.csrf,
          "Upload-Offset": String(from),
          "Upload-Length": String(photo.blob.size),
          "Upload-Original": String(photo.original),
          "Upload-Group": photo.group,
        },
        body: photo.blob.slice(from, from + size),
      }));
      size = Date.now() - began > SLOW ? SMALLEST_PIECE : Math.min(size * 2, LARGEST_PIECE);
    }
    if (status === 429) throw new ServerAiling("429");
    await alter("photos", photo.key, (row) => void Object.assign(row, { state: "gagal", sentence: body.sentence ?? "" }));
    tell();
  }

  async function photoDone(photo, code) {
    await alter("photos", photo.key, (row) => void Object.assign(row, { state: "terkirim", code, received: row.blob.size }));
    tell();
  }

  // Status and JSON. No answer is no signal; a server that is unwell is tried again; signed out is said.
  async function ask(address, options = {}) {
    let response;
    try {
      response = await fetch(address, { credentials: "same-origin", redirect: "error", cache: "no-store", ...options });
    } catch {
      throw new NoSignal();
    }
    let body;
    try {
      body = await response.json();
    } catch {
      if (response.ok) throw new NoSignal(); // The answer broke off.
      body = {};
    }
    if (response.status === 401) {
      signIn = body.sign_in ?? "/masuk/";
      throw new SignedOut();
    }
    if (response.status >= 500 || (response.status === 403 && !body.sentence)) throw new ServerAiling(String(response.status));
    return { status: response.status, body };
  }

  // --- What pages do -------------------------------------------------------------------------------

  // What was confirmed a day ago leaves the phone.
  async function letGo() {
    for (const draft of await all("drafts")) {
      if (draft.state === "terkirim" && draft.doneAt < Date.now() - DAY && draft.changed <= draft.confirmed) await forget(draft.key);
    }
  }

  async function forget(key) {
    for (const photo of await photosOf(key)) await remove("photos", photo.key);
    await remove("drafts", key);
    tell();
  }

  async function handIn(key) {
    await alter("drafts", key, (draft) => void Object.assign(draft, { wish: "kirim", state: "menunggu", problems: null, sentence: "" }));
    askToBeWoken();
    return flush();
  }

  // After a conflict: "saya" (mine goes over theirs), "lain" (theirs stays, mine goes into its history), "gabung" (both texts, to be read once more).
  async function choose(key, choice) {
    await alter("drafts", key, (draft) => {
      const theirs = draft.conflict;
      if (!theirs) return false;
      Object.assign(draft, { base: theirs.version, conflict: null, attempt: null, changed: Date.now() });
      // The page shows the chosen words; those left go into the history of the article on the server.
      if (choice === "lain") Object.assign(draft, { choice, left: draft.fields, fields: theirs.isi, refill: true });
      if (choice === "gabung") Object.assign(draft, { wish: "simpan", fields: { ...draft.fields, cerita: theirs.gabungan }, refill: true });
      draft.state = draft.wish === "kirim" || draft.choice ? "menunggu" : "draf";
    });
    tell();
    if (choice !== "gabung") await flush();
  }

  async function ownDrafts(person) {
    return (await all("drafts")).filter((draft) => draft.person === person).sort((one, other) => other.changed - one.changed);
  }

  return {
    flush,
    flushWhenPossible,
    onChange,
    ownDrafts,
    handIn,
    choose,
    get trouble() {
      return trouble;
    },
    get signIn() {
      return signIn;
    },
  };
})();
