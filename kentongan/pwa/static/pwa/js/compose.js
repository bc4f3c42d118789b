// The page a volunteer writes on. Each letter is in the phone's store before anything else happens; sending comes after.
import { shrunk, sizeInWords } from "../../core/js/shrink.js";
import { compareVersions } from "./compare.js";
import { outbox, phoneStore } from "./page.js";
import { problemsBeside } from "./problems.js";
import { draftRow } from "./rows.js";
import { keepShell } from "./shell.js";
import { dictation, emphasis, wordCount } from "./text-tools.js";
import { clock, longDate, say } from "./words.js";

const { choose, flush, flushWhenPossible, handIn, onChange, ownDrafts } = outbox;
const { alter, get, photosOf, put, remove } = phoneStore;

const NOT_FIELDS = new Set(["csrfmiddlewaretoken", "kim", "kunci", "versi", "aksi", "foto", "buang"]);
// A pause in writing this long is a moment to bring the draft to the server.
const PAUSE = 4000;
const REST = 300;

const form = document.querySelector("[data-tulis]");
const list = form?.querySelector("[data-foto]");
const person = form?.dataset.orang;
let key = "";
let pause = 0;
let rest = 0;
let turns = 0;
let isTyping = false;
const previews = new Map();

if (form) begin();

async function begin() {
  emphasis(form);
  wordCount(form);
  dictation(form);
  swapFields();
  rowsThatOpen();
  try {
    await open();
  } catch (error) {
    console.error(error);
    status("", say("tanpaSimpan")); // No store on this phone: the form is sent as any other.
    return;
  }
  document.documentElement.classList.add("hidup");
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", submit);
  list.addEventListener("click", photoTapped);
  for (const input of form.querySelectorAll("input[type=file]")) input.addEventListener("change", () => photosChosen(input));
  onChange(show);
  await show();
  flushWhenPossible();
  keepShell();
}

// --- Which draft ---------------------------------------------------------------------------------

async function open() {
  const asked = new URLSearchParams(location.search);
  const code = location.pathname.split("/")[2] ?? "";
  const drafts = await ownDrafts(person);
  const known = drafts.find((draft) => (code ? draft.article === code : draft.key === asked.get("kunci")));
  const isRendered = Boolean(code) && form.dataset.artikel === code;
  if (known && isDirty(known)) return take(known);
  if (known && !isRendered) return take(known);
  if (known) return takeFromPage(known);
  if (code && !isRendered) return withoutPage();
  if (code) {
    key = newKey();
    return;
  }
  chooseGroup(asked.get("kim"));
  chooseKind(asked.get("jenis"));
  key = newKey();
  offer(drafts.filter((draft) => draft.state !== "terkirim"));
}

const isDirty = (draft) => draft.changed > (draft.confirmed ?? 0) || ["dua-versi", "perlu", "gagal", "menunggu", "mengirim"].includes(draft.state);

function take(draft) {
  key = draft.key;
  chooseGroup(draft.group);
  fill(draft.fields);
}

// Nothing of ours is unsent: what the server has shown just now is the newest.
async function takeFromPage(draft) {
  key = draft.key;
  const base = Number(form.elements.versi.value) || draft.base;
  if (base < draft.base) return take(draft);
  await alter("drafts", key, (row) => void Object.assign(row, { base, fields: collect(), serverState: form.dataset.keadaan }));
}

function withoutPage() {
  document.querySelector("[data-tanpa-halaman]").hidden = false;
  form.hidden = true;
  document.querySelector(".kaki-tulis").hidden = true;
}

function offer(drafts) {
  const place = document.querySelector("[data-lanjutkan]");
  place.hidden = !drafts.length;
  place.querySelector("ul").replaceChildren(...drafts.map((draft) => draftRow(draft, [])));
}

function newKey() {
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
}

function chooseGroup(code) {
  const groups = JSON.parse(document.getElementById("kim-kim").textContent);
  const group = groups.find((one) => one.code === code);
  if (!group || form.elements.kim.value === group.code) return;
  form.elements.kim.value = form.dataset.kim = group.code;
  form.elements.tempat.value = group.place;
  document.querySelector("[data-nama-kim]").textContent = group.name;
  form.querySelector("[data-ubah=penulis] [data-nilai]").dataset.biasanya = group.name;
  showRow(form.querySelector("[data-ubah=penulis]"));
}

function chooseKind(kind) {
  const radio = form.querySelector(`[name="jenis"][value="${CSS.escape(kind ?? "")}"]`);
  if (radio) radio.checked = true;
  swapFields();
}

// --- Keeping -------------------------------------------------------------------------------------

function collect() {
  const fields = {};
  for (const input of form.elements) {
    if (!input.name || NOT_FIELDS.has(input.name) || input.name.startsWith("isi-")) continue;
    if (input.type === "radio") {
      if (input.checked) fields[input.name] = input.value;
    } else fields[input.name] = input.type === "checkbox" ? input.checked : input.value;
  }
  return fields;
}

function fill(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements[name];
    if (!input) continue;
    if (input.type === "checkbox") input.checked = Boolean(value);
    else input.value = value;
  }
  form.dispatchEvent(new CustomEvent("tulis:terisi"));
  swapFields();
  for (const row of form.querySelectorAll("[data-ubah]")) showRow(row);
}

// Each letter is stored at once, quickly; when the fingers rest for a moment the disk confirms it, and only then the page says so.
async function keep(event) {
  if (event.target.type === "file") return;
  status("menyimpan", say("menyimpan"));
  clearTimeout(rest);
  clearTimeout(pause);
  const turn = ++turns;
  isTyping = true;
  await store({}, "relaxed");
  if (turn !== turns) return;
  rest = setTimeout(async () => {
    await alter("drafts", key, () => {});
    if (turn !== turns) return;
    isTyping = false;
    await show();
  }, REST);
  pause = setTimeout(flush, PAUSE);
}

// The whole draft as it is on the screen. One transaction, so that letters are stored in the order they were typed.
async function store(more = {}, durability = "strict") {
  const fields = collect();
  const captions = [...list.querySelectorAll("input[name^='isi-']")].map((input) => [input.name.slice(4), input.value]);
  const change = (draft) => {
    Object.assign(draft, { fields, captions, changed: Date.now(), ...more });
    if (["terkirim", "perlu", "gagal"].includes(draft.state)) draft.state = "draf";
    if (draft.problems) draft.problems = null;
  };
  const code = form.dataset.artikel;
  const fresh = {
    key, person, group: form.dataset.kim, article: code || null, base: Number(form.elements.versi.value) || null,
    serverState: form.dataset.keadaan, wish: "simpan", state: "draf", confirmed: 0, removed: [],
  };
  const known = await alter("drafts", key, change, durability, fresh);
  if (!known && !code) history.replaceState(null, "", `${location.pathname}?${new URLSearchParams({ kim: fresh.group, kunci: key })}`);
}

async function submit(event) {
  event.preventDefault();
  await store();
  isTyping = false;
  await handIn(key);
}

// --- Photos --------------------------------------------------------------------------------------

async function photosChosen(input) {
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    status("menyimpan", say("mengecilkan"));
    const blob = await shrunk(file);
    const position = (await photosOf(key)).length;
    await put("photos", { key: newKey(), draft: key, person, group: form.dataset.kim, position, blob, original: file.size, caption: "", received: 0, state: "menunggu" });
    await store();
    await show();
  }
  flush();
}

async function photoTapped(event) {
  const row = event.target.closest("li");
  if (event.target.closest("[data-coba]")) {
    await alter("photos", row.dataset.kunci, (photo) => void Object.assign(photo, { state: "menunggu", sentence: "" }));
    return void flush();
  }
  if (!event.target.closest(".buang")) return;
  event.preventDefault();
  const kept = row.dataset.kunci && (await get("photos", row.dataset.kunci));
  const code = row.dataset.kode || kept?.code;
  if (kept) await remove("photos", kept.key);
  row.remove();
  const draft = await get("drafts", key);
  await store(code ? { removed: [...(draft?.removed ?? []), code] } : {});
  await show();
  flush();
}

async function showPhotos() {
  const photos = await photosOf(key);
  const gone = new Set([...list.querySelectorAll("[data-kunci]")].map((row) => row.dataset.kunci));
  for (const photo of photos) {
    gone.delete(photo.key);
    const rendered = photo.code && list.querySelector(`[data-kode="${CSS.escape(photo.code)}"]`);
    if (!rendered) showPhoto(photo);
  }
  for (const name of gone) list.querySelector(`[data-kunci="${name}"]`)?.remove();
  const sum = photos.reduce((sizes, photo) => [sizes[0] + photo.blob.size, sizes[1] + photo.original], [0, 0]);
  form.querySelector("[data-jumlah-foto]").textContent = photos.length
    ? say("jumlahFoto", { n: photos.length, kini: sizeInWords(sum[0]), asal: sizeInWords(sum[1]) })
    : "";
}

function showPhoto(photo) {
  let row = list.querySelector(`[data-kunci="${photo.key}"]`);
  if (!row) {
    row = document.querySelector("[data-baris-foto]").content.firstElementChild.cloneNode(true);
    row.dataset.kunci = photo.key;
    previews.set(photo.key, previews.get(photo.key) ?? URL.createObjectURL(photo.blob));
    row.querySelector("img").src = previews.get(photo.key);
    row.querySelector("input").value = photo.caption;
    row.querySelector("input").addEventListener("input", ({ target }) =>
      alter("photos", photo.key, (one) => void (one.caption = target.value)));
    row.querySelector("details").addEventListener("toggle", ({ target }) => target.open && target.querySelector("input").focus());
    list.append(row);
  }
  const words = row.querySelector("summary b");
  words.textContent = photo.caption;
  words.hidden = !photo.caption;
  row.querySelector("summary span").hidden = Boolean(photo.caption);
  row.querySelector("[data-ukuran]").textContent = say("ukuran", { kini: sizeInWords(photo.blob.size), asal: sizeInWords(photo.original) });
  const isOnItsWay = photo.state === "menunggu" && photo.received > 0;
  const percent = Math.floor((100 * photo.received) / photo.blob.size);
  const way = row.querySelector("[data-naik]");
  way.hidden = !isOnItsWay;
  way.querySelector(".meter").style.setProperty("--v", String(photo.received / photo.blob.size));
  way.querySelector("b").textContent = say(outbox.trouble ? "nanti" : "persen", { persen: percent });
  const tag = row.querySelector("[data-tag]");
  tag.hidden = isOnItsWay;
  const [kind, word] = { terkirim: ["ok", "sudah"], gagal: ["bad", "gagal"], menunggu: ["warn", outbox.trouble ? "menunggu" : "mengirim"] }[photo.state];
  tag.className = `tag ${kind}`;
  tag.textContent = photo.state === "gagal" && photo.sentence ? photo.sentence : say(word);
  row.querySelector("[data-coba]").hidden = photo.state !== "gagal";
}

// --- What the page shows -------------------------------------------------------------------------

let showing = Promise.resolve();

function show() {
  showing = showing.then(showNow, showNow);
  return showing;
}

async function showNow() {
  const draft = await get("drafts", key);
  await showPhotos();
  if (!draft) return;
  if (draft.refill) {
    fill(draft.fields);
    await alter("drafts", key, (row) => void (row.refill = false));
  }
  compareVersions(draft.state === "dua-versi" ? draft.conflict : null, chosen);
  problemsBeside(form, draft.problems);
  showStatus(draft);
}

async function chosen(choice) {
  await choose(key, choice);
  await show();
}

function showStatus(draft) {
  if (isTyping) return;
  const { trouble, signIn } = outbox;
  const stored = say("tersimpan", { jam: clock(draft.changed) });
  const isSafe = draft.changed <= (draft.confirmed ?? 0);
  if (draft.state === "dua-versi") status("dua-versi", say("duaVersi"), say("bandingkan"), "#dua-versi");
  else if (trouble === "masuk") status("masuk", say("masuk"), say("masukTombol"), `${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
  else if (draft.state === "perlu") status("perlu", say("perlu"));
  else if (draft.state === "gagal") status("perlu", draft.sentence || say("gagal"));
  else if (draft.state === "terkirim" && isSafe) status("terkirim", draft.sentence || say("terkirim"), say("lihat"), `/redaksi/${draft.article}/`);
  else if (draft.wish === "kirim" && trouble === "sinyal") status("tersimpan", stored, say("saatSinyal"));
  else if (draft.wish === "kirim" && trouble === "server") status("tersimpan", stored, say("server"));
  else if (draft.wish === "kirim") status("mengirim", say("mengirim"));
  else status("tersimpan", stored, trouble === "sinyal" ? say("saatSinyal") : undefined);
  showMeter(draft);
}

async function showMeter(draft) {
  const meter = document.querySelector("[data-maju]");
  const photos = await photosOf(key);
  const whole = photos.reduce((sum, photo) => sum + photo.blob.size, 0);
  meter.hidden = !(draft.wish === "kirim" && whole && photos.some((photo) => photo.state === "menunggu"));
  meter.style.setProperty("--v", String(photos.reduce((sum, photo) => sum + photo.received, 0) / (whole || 1)));
}

const usual = document.querySelector("[data-berikut]")?.textContent;

function status(state, words, next = usual, href = "") {
  const place = document.querySelector("[data-status]");
  place.dataset.keadaan = state;
  place.querySelector("[data-simpan]").textContent = words;
  const small = place.querySelector("[data-berikut]");
  if (href) {
    const link = Object.assign(document.createElement("a"), { href, textContent: next });
    small.replaceChildren(link);
  } else small.textContent = next;
}

// --- Rows ----------------------------------------------------------------------------------------

function swapFields() {
  const kind = form.elements.jenis.value;
  for (const part of form.querySelectorAll("[data-untuk]")) part.hidden = part.dataset.untuk !== kind;
  form.elements.judul.placeholder = form.querySelector("[name=jenis]:checked")?.dataset.contoh ?? "";
}

function rowsThatOpen() {
  form.addEventListener("change", swapFields);
  form.addEventListener("input", ({ target }) => {
    const row = target.closest("[data-ubah]");
    if (row) showRow(row);
  });
}

function showRow(row) {
  const place = row.querySelector("[data-nilai]");
  const [first, second] = [...row.querySelectorAll("input")].map((input) => input.value);
  if (!first) place.textContent = place.dataset.biasanya ?? "";
  else if (["tempat", "penulis"].includes(row.dataset.ubah)) place.textContent = first;
  else if (/^\d{4}-\d{2}-\d{2}$/.test(first)) place.textContent = longDate(first) + (second ? `, ${second.replace(":", ".")}` : "");
}
