// The phone's own store: drafts and their photos, and a few facts. A small promise dress over IndexedDB.
// A plain script, since the service worker takes it too (see page.js).

self.phoneStore = (() => {
  "use strict";

  const NAME = "kentongan-kotak-keluar";
  const VERSION = 1;

  let opened = null;

  function open() {
    opened ??= new Promise((done, failed) => {
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        const base = request.result;
        base.createObjectStore("drafts", { keyPath: "key" });
        base.createObjectStore("photos", { keyPath: "key" }).createIndex("draft", "draft");
        base.createObjectStore("facts", { keyPath: "name" });
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        done(request.result);
      };
      request.onerror = request.onblocked = () => failed(request.error ?? new Error("blocked"));
    });
    opened.catch(() => (opened = null));
    return opened;
  }

  // Do `work(objectStore)` in one transaction. Strictly, the answer comes when it is on the phone's disk, which outlives a dead battery;
  // "relaxed" is quicker and outlives a killed tab.
  async function within(name, mode, work, durability = "strict") {
    const base = await open();
    return new Promise((done, failed) => {
      const transaction = base.transaction(name, mode, { durability });
      let request;
      transaction.oncomplete = () => done(request?.result);
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
      request = work(transaction.objectStore(name));
    });
  }

  const get = (name, key) => within(name, "readonly", (store) => store.get(key));
  const all = (name) => within(name, "readonly", (store) => store.getAll());
  const put = (name, row) => within(name, "readwrite", (store) => store.put(row));
  const remove = (name, key) => within(name, "readwrite", (store) => store.delete(key));
  const photosOf = async (draft) => {
    const rows = await within("photos", "readonly", (store) => store.index("draft").getAll(draft));
    return rows.sort((one, other) => one.position - other.position);
  };

  // Change one row as it stands now, whoever wrote it last: `change(row)` edits it in place. When there is none, `fresh` becomes it,
  // in the same transaction: letters typed meanwhile are not overtaken. Without `fresh` nothing happens then. Answers the row that was there.
  const alter = (name, key, change, durability, fresh) =>
    within(
      name,
      "readwrite",
      (store) => {
        const request = store.get(key);
        request.onsuccess = () => {
          const row = request.result ?? fresh;
          if (row && change(row) !== false) store.put(row);
        };
        return request;
      },
      durability,
    );

  return { get, all, put, remove, photosOf, alter };
})();
