// Kentongan's service worker: the writing page opens without a signal, and what waits in the outbox is sent when the browser wakes it.
// Pages come from the network first. Kept are two pages of the person who is signed in, and files whose names change with their content.
importScripts({% for script in scripts %}"{{ script }}"{% if not forloop.last %}, {% endif %}{% endfor %});

const FILES = "kentongan-{{ version }}";
const PAGES = "kentongan-halaman";
const OFFLINE = "/luring/";
const WRITING = "/tulis/";
const HOME = "/beranda/";
const NAMES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
// A signal too weak to bring a page within this time is as good as none for a page that is here already.
const PATIENCE = 5000;

self.addEventListener("install", (event) => {
  event.waitUntil(keepFiles().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldFiles().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep-shell") event.waitUntil(keepPages());
});

// Background Sync: an error asks the browser to try again later.
self.addEventListener("sync", (event) => {
  event.waitUntil(
    self.outbox.flush().then(() => {
      const { trouble } = self.outbox;
      if (trouble && trouble !== "masuk") throw new Error(trouble);
    }),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  // Signing out, or in as somebody else, empties the shell; the outbox stays, each draft with its writer.
  if (request.method === "POST" && /^\/(keluar|masuk)\//.test(address.pathname)) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (NAMES.includes(address.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request, address));
});

async function keepFiles() {
  const cache = await caches.open(FILES);
  await Promise.all([...NAMES, OFFLINE].map((name) => cache.add(new Request(name, { cache: "reload" }))));
  // Pages kept by an earlier release name its files: they are fetched anew while those still exist.
  if (await caches.has(PAGES)) await keepPages();
}

async function dropOldFiles() {
  for (const name of await caches.keys()) {
    if (name.startsWith("kentongan-") && name !== FILES && name !== PAGES) await caches.delete(name);
  }
}

// The blank writing page and the group's first page, as they are for whoever is signed in now.
async function keepPages() {
  await Promise.all(
    [WRITING, HOME].map(async (path) => {
      try {
        await keepPage(path, await fetch(path, { credentials: "same-origin", cache: "no-store" }));
      } catch {
        // No signal now: what is kept stays.
      }
    }),
  );
}

async function keepPage(path, response) {
  if (!response.ok || response.redirected) return;
  const cache = await caches.open(PAGES);
  await cache.put(path, response);
}

// By its name a file never changes in a release; without hashed names, as under development, the network comes first.
async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept && /\.[0-9a-f]{12}\./.test(request.url)) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function page(request, address) {
  const path = shellOf(address.pathname);
  const kept = path && (await (await caches.open(PAGES)).match(path));
  try {
    return await (kept ? within(PATIENCE, fetch(request)) : fetch(request));
  } catch {
    return kept || (await caches.match(OFFLINE)) || Response.error();
  }
}

// Which kept page stands in for an address: any draft opens in the writing page, which finds it on the phone.
function shellOf(path) {
  if (path === "/" || path === HOME) return HOME;
  return path === WRITING || /^\/tulis\/[a-z0-9]+\/$/.test(path) ? WRITING : "";
}

function within(time, promise) {
  return Promise.race([promise, new Promise((_done, failed) => setTimeout(() => failed(new Error("slow")), time))]);
}
