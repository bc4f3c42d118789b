// The store and the outbox as pages have them. Both are plain scripts without imports of their own: browsers before 2021 (Chrome 91), and
// Firefox far longer, take nothing else into a service worker.
import "./store.js";
import "./outbox.js";

export const { outbox, phoneStore } = self;
