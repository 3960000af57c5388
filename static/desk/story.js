// The page a story is written on. Everything here is a convenience: the server checks it all again.

const form = document.getElementById("story_form");
// The server takes 12 MB; a larger form would be refused before it could be read, and the text with it.
const MOST_BYTES = 11.5 * 1024 * 1024;

// --- Nothing is lost by leaving ---
let changed = false;
let sending = false;
// A second press within this many milliseconds belongs to the first.
const DOUBLE_CLICK = 700;
let sentAt = -Infinity;
// What has no name is not sent: it only finds.
const note = (event) => { if (event.target.name !== "") changed = true; };
form.addEventListener("input", note);
form.addEventListener("change", note);
window.addEventListener("beforeunload", (event) => {
  if (changed && !sending) event.preventDefault();
});
window.addEventListener("pageshow", () => { sending = false; });

document.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    const save = form.querySelector('[name="_save"]');
    if (save) form.requestSubmit(save);
  }
});

// --- Sending ---
function tell(where, words) {
  // Of a row of radio buttons the first is told, and the words stand below them all.
  const field = where instanceof RadioNodeList ? where[0] : where;
  const after = where instanceof RadioNodeList ? field.closest("fieldset").lastElementChild : field;
  let said = document.getElementById(`${field.id}-said`);
  if (!said) {
    said = Object.assign(document.createElement("span"), { id: `${field.id}-said`, className: "said" });
    said.setAttribute("role", "alert");
    after.after(said);
  }
  said.textContent = words;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

form.addEventListener("submit", (event) => {
  if (event.timeStamp - sentAt < DOUBLE_CLICK) {
    event.preventDefault();
    return;
  }
  const needs = event.submitter?.dataset.needs;
  const field = needs && form.elements[`_with-${needs}`];
  if (field && !field.value.trim()) {
    event.preventDefault();
    tell(field, needs === "note" ? `“${event.submitter.textContent.trim()}” needs a note that says why.` : needs === "kind" ? "Say what sort of change this is." : "Choose a time first.");
    return;
  }
  let bytes = 0;
  for (const [name, value] of new FormData(form)) bytes += name.length + encodeURIComponent(value).length + 2;
  if (bytes > MOST_BYTES) {
    event.preventDefault();
    tell(event.submitter ?? form.querySelector("button"), "This is more than the desk can take in one go (12 MB). Nothing was sent; shorten it and save again.");
    return;
  }
  sending = true;
  sentAt = event.timeStamp;
});

// --- The page grows with what is written on it, also where the browser does not do that by itself ---
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  };
  form.querySelectorAll("#id_headline, #id_standfirst").forEach((area) => {
    if (area.tagName !== "TEXTAREA") return;
    area.addEventListener("input", () => grow(area));
    grow(area);
  });
}
// A headline is one line, however it is wrapped.
document.getElementById("id_headline")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

// --- Quotes: each new one has a key of its own from the start, so that sending twice adds it once ---
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
document.addEventListener("formset:added", (event) => {
  // The card of a quote that is stored already: see words.js.
  if (event.detail?.stored) return;
  const key = event.target.querySelector('input[name$="-key"]');
  if (key) key.value = newKey();
  changed = true;
  event.target.querySelector("textarea, .select2-selection, input:not([type=hidden])")?.focus();
});

// --- Bylines: moved by buttons; the library moves saved ones by dragging ---
const bylines = document.getElementById("bylines-group");
const cards = () => [...bylines.querySelectorAll(".card:not(.empty-form)")];

function move(card, step) {
  const all = cards();
  const other = all[all.indexOf(card) + step];
  if (!other) return;
  if (step < 0) other.before(card);
  else other.after(card);
  cards().forEach((one, place) => { one.querySelector('input[name$="-order"]').value = String(place + 1); });
  changed = true;
}

function addMovers(card) {
  if (!card.querySelector('input[name$="-order"]') || card.querySelector(".movers")) return;
  const movers = document.createElement("span");
  movers.className = "movers";
  for (const [sign, words, step] of [["↑", "Move up", -1], ["↓", "Move down", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", words);
    button.title = words;
    button.addEventListener("click", () => { move(card, step); button.focus(); });
    movers.append(button);
  }
  card.querySelector("h3").append(movers);
}
if (bylines) {
  cards().forEach(addMovers);
  document.addEventListener("formset:added", (event) => {
    if (bylines.contains(event.target)) addMovers(event.target);
  });
}

document.getElementById("errors")?.focus();
