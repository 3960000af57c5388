// Quoted words beside the text: sent without leaving the page, walked through by keys, shown in the text.
// Everything here is a convenience: without it the same buttons send the same posts.

const words = document.getElementById("words_form");
const form = document.getElementById("story_form");
const PARTS = ["words", "elsewhere", "misquotes", "corrections", "spellings"];
const panel = () => document.getElementById("words");
const items = () => [...document.querySelectorAll("#words-list .found")];

// --- What is typed into a correction is no change of the story's text ---
let unsaved = false;
for (const kind of ["input", "change"]) {
  form.addEventListener(kind, (event) => {
    if (event.target.getAttribute?.("form") === "words_form") event.stopImmediatePropagation();
    // What has no name is not sent: it only finds.
    else if (event.target.name !== "") unsaved = true;
  }, true);
}
document.addEventListener("formset:added", (event) => { if (!event.detail?.stored) unsaved = true; });

// --- Sending ---
let busy = false;

function tell(text) {
  const said = document.getElementById("words-said");
  said.textContent = text;
  said.classList.add("words-not-done");
}

/** Put the answer's parts in the place of the page's, and let the story's form know the version it stands on. */
function show(html, sent) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  if (!answer.getElementById("words")) return false;
  for (const id of PARTS) {
    const part = answer.getElementById(id);
    const old = document.getElementById(id);
    if (part && old) old.replaceWith(document.adoptNode(part));
  }
  const { version, seen } = panel().dataset;
  const held = form.elements.version;
  // Only where nobody else has saved in between: their changes must still be shown when this form is saved.
  if (sent !== null && held?.value === sent) {
    held.value = version;
    form.elements.seen.value = seen;
  }
  highlight();
  pointOut();
  return true;
}

async function send(button) {
  if (busy) return;
  busy = true;
  const all = items();
  const place = Math.max(0, all.findIndex((item) => item.contains(button)));
  const hadFocus = panel().contains(document.activeElement);
  const data = new FormData(words, button);
  try {
    const response = await fetch(words.action, {
      method: "POST", body: new URLSearchParams(data), headers: { "X-Requested-With": "fetch" }, redirect: "error",
    });
    if (!show(await response.text(), response.ok ? data.get("version") : null)) throw new Error(String(response.status));
    if (panel().dataset.version !== data.get("version")) follow();
    if (hadFocus) focusOn(document.querySelector("#words .found-form .errorlist")?.closest(".found") ?? items()[place] ?? items().at(-1));
  } catch {
    tell("That did not go through, and nothing was done. Everything is still here: try again in a moment, or save your text and open the page again.");
  } finally {
    busy = false;
  }
}

// --- What a press has made is seen at once: the card of a new quote, and the state of the story ---
// Beyond any number that the form's own "Add another" will come to.
let nextCard = 100_000;
let following = false;

const keyOf = (card) => card.querySelector('input[name$="-key"]')?.value.replaceAll("-", "");

/** Give a stored quote's card, taken from a fresh page, its place below the others. */
function addCard(card, group) {
  const [, old] = card.id.match(/^quotes-(\d+)$/) ?? [];
  if (!old) return;
  const number = nextCard++;
  for (const element of [card, ...card.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes(`quotes-${old}`)) element.setAttribute(name, value.replaceAll(`quotes-${old}`, `quotes-${number}`));
    }
  }
  card.querySelector(".inline_label").textContent = `Quote #${group.querySelectorAll(".card:not(.empty-form)").length + 1}`;
  group.querySelector(".empty-form").before(document.adoptNode(card));
  card.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: "quotes", stored: true } }));
}

/** Put a part of the fresh page's state in the place of the old one, unless somebody is at work in it. */
function renew(selector, state, fresh) {
  const [old, now] = [state.querySelector(selector), fresh.querySelector(selector)];
  if (!old || !now || old.contains(document.activeElement)) return;
  for (const field of old.querySelectorAll("input, textarea")) {
    const same = now.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (same) same.value = field.value;
  }
  old.replaceWith(document.adoptNode(now));
}

/** Ask for the page as it is now. It is late, never in the way: whoever goes on pressing is not held up. */
async function follow() {
  if (following) return;
  following = true;
  try {
    let version;
    do {
      ({ version } = panel().dataset);
      // Of what somebody else has saved nothing is taken in unseen: saving shows it.
      if (form.elements.version?.value !== version) return;
      const response = await fetch(location.pathname, { redirect: "error" });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const group = document.getElementById("quotes-group");
      const known = new Set([...group.querySelectorAll(".card")].map(keyOf));
      for (const card of page.querySelectorAll("#quotes-group .card.has_original")) {
        if (!known.has(keyOf(card))) addCard(card, group);
      }
      const [state, fresh] = [document.getElementById("state"), page.getElementById("state")];
      if (state && fresh) for (const part of [".state-badges", "dl", ".state-save", ".moves"]) renew(part, state, fresh);
    } while (version !== panel().dataset.version);
  } catch {
    // Nothing is lost: the cards are there when the page is opened again.
  } finally {
    following = false;
  }
}

words.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button) return;
  if ("reloads" in button.dataset) {
    if (unsaved) {
      event.preventDefault();
      tell("Save your text first: this changes what is saved.");
      document.getElementById("words-said").scrollIntoView({ block: "center" });
    }
    return;
  }
  event.preventDefault();
  send(button);
});

// --- The keyboard: only while something in the list has the focus, and never while one types ---
function focusOn(item) {
  if (!item) {
    document.getElementById("words-heading").focus();
    return;
  }
  for (const one of items()) one.tabIndex = one === item ? 0 : -1;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const item = event.target.closest?.("#words-list .found");
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") {
      item.querySelector("details").open = false;
      focusOn(item);
    } else if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      send(item.querySelector("[data-corrects]"));
    }
    return;
  }
  const all = items();
  const place = all.indexOf(item);
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    focusOn(all[Math.min(all.length - 1, Math.max(0, place + (key === "j" ? 1 : -1)))]);
    return;
  }
  const button = item.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button || event.repeat) return;
  event.preventDefault();
  if (key === "c") {
    const details = button.closest("details");
    details.open = !details.open;
    if (details.open) details.querySelector("select, input").focus();
  } else {
    send(button);
  }
});
document.addEventListener("focusin", (event) => highlight(event.target.closest?.("#words-list .found")));

// --- The words, shown where they stand: the text itself is not touched ---
const text = () => form.querySelector(".ProseMirror, .field-body_as_read .readonly");
const BLOCKS = "p, li, h2, h3, figcaption";

/** Return where words stand: the first place at or after a letter of the text, as a range and that letter. */
function find(said, lines, from) {
  for (const line of lines) {
    if (line.end <= from) continue;
    const at = line.text.indexOf(said, Math.max(0, from - line.start));
    if (at < 0) continue;
    const range = new Range();
    range.setStart(...spot(line, at));
    range.setEnd(...spot(line, at + said.length));
    return { range, end: line.start + at + said.length };
  }
  return null;
}

function spot(line, at) {
  for (const node of line.nodes) {
    if (at <= node.length) return [node, at];
    at -= node.length;
  }
  return [line.nodes.at(-1), line.nodes.at(-1).length];
}

function read() {
  let start = 0;
  const lines = [];
  for (const block of text()?.querySelectorAll(BLOCKS) ?? []) {
    if (block.querySelector(BLOCKS)) continue;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const content = nodes.map((node) => node.data).join("").replaceAll("\u00a0", " ");
    if (nodes.length) lines.push({ text: content, nodes, start, end: start + content.length });
    start += content.length + 1;
  }
  return lines;
}

/** A quotation over several paragraphs is found paragraph by paragraph. */
function rangesOf(said, lines, from) {
  const ranges = [];
  for (const part of said.split("\n")) {
    const place = find(part, lines, from) ?? find(part, lines, 0);
    if (!place) continue;
    ranges.push(place.range);
    from = place.end;
  }
  return [ranges, from];
}

function highlight(current = document.activeElement?.closest?.("#words-list .found")) {
  if (!window.CSS?.highlights) return;
  const lines = read();
  const found = new Highlight();
  const here = new Highlight();
  let from = 0;
  for (const item of items()) {
    const [ranges, end] = rangesOf(item.dataset.words, lines, from);
    from = end;
    for (const range of ranges) (item === current ? here : found).add(range);
  }
  const misquoted = new Highlight();
  for (const link of document.querySelectorAll('#misquotes a[href="#id_body"]')) {
    for (const range of rangesOf(link.dataset.find, lines, 0)[0]) misquoted.add(range);
  }
  here.priority = misquoted.priority = 1;
  CSS.highlights.set("found-quote", found);
  CSS.highlights.set("found-quote-here", here);
  CSS.highlights.set("misquote", misquoted);
}

/** Below a field that misquotes stands what is wrong with it and what was said, as in the list of misquotes. */
function pointOut() {
  for (const note of document.querySelectorAll(".misquote-here")) note.remove();
  for (const link of document.querySelectorAll('#misquotes a[href^="#id_"]:not([href="#id_body"])')) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) continue;
    const note = Object.assign(document.createElement("div"), { className: "misquote-here", id: `${field.id}-misquote` });
    const parts = link.closest(".misquote").querySelectorAll(".misquote-what strong, .misquote-words, .misquote-said");
    note.append(...[...parts].map((part) => part.cloneNode(true)));
    const notes = field.closest(".form-row, p, div");
    notes.append(note);
    const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    field.setAttribute("aria-describedby", [...described.add(note.id)].join(" "));
  }
}

// A link to words in the text leads to these words.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-find]");
  if (!link || link.hash !== "#id_body" || !text()) return;
  event.preventDefault();
  const place = find(link.dataset.find, read(), 0);
  (place?.range.startContainer.parentElement ?? text()).scrollIntoView({ block: "center" });
  text().focus({ preventScroll: true });
  if (place) getSelection().setBaseAndExtent(place.range.startContainer, place.range.startOffset, place.range.endContainer, place.range.endOffset);
});

// The editor draws itself when it is ready, and anew while one writes.
let waiting = 0;
const redraw = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => highlight()); };
new MutationObserver(redraw).observe(form.querySelector(".field-body, .field-body_as_read") ?? form, { childList: true, characterData: true, subtree: true });
highlight();
pointOut();
