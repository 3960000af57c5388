// The field for tags: one name a line, shown as a list of chosen names and a box that looks names up.
// The lines stay the field that is sent; without this script they are written by hand.

const REST = 180;

document.querySelectorAll("textarea.tag-names").forEach(enhance);
// Where a script has put a field in place.
document.addEventListener("tags:shown", (event) => event.target.querySelectorAll("textarea.tag-names").forEach(enhance));

function element(name, props = {}, attributes = {}) {
  const made = Object.assign(document.createElement(name), props);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function enhance(lines) {
  const label = document.querySelector(`label[for="${lines.id}"]`);
  const words = label?.textContent.trim().replace(/:$/, "") || "Tags";
  const id = `${lines.id}_look_up`;
  const chosen = element("ul", { className: "tags-chosen" }, { "aria-label": `${words} chosen` });
  const box = element("input", { id, type: "text", className: "tags-box", autocomplete: "off", spellcheck: false }, {
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_list`, maxlength: "400",
  });
  const list = element("ul", { id: `${id}_list`, className: "tags-list", hidden: true }, { role: "listbox", "aria-label": `${words} suggested` });
  const told = element("p", { className: "visually-hidden" }, { role: "status" });
  const mind = element("p", { className: "tags-mind", hidden: true }, { role: "note" });
  const field = element("div", { className: "tags-field" });
  field.append(chosen, box, list, mind, told);
  lines.after(field);
  lines.hidden = true;
  document.getElementById(`${lines.id}_helptext`)?.setAttribute("hidden", "");
  label?.setAttribute("for", id);
  const describedBy = lines.getAttribute("aria-describedby");
  if (describedBy) box.setAttribute("aria-describedby", describedBy);
  if (lines.getAttribute("aria-invalid")) box.setAttribute("aria-invalid", "true");

  let options = [];
  let active = -1;
  let asked = 0;
  let timer = 0;
  const names = () => lines.value.split("\n").map((name) => name.trim()).filter(Boolean);
  const same = (one, other) => one.normalize("NFKC").toLowerCase() === other.normalize("NFKC").toLowerCase();
  const tell = (text) => { told.textContent = text; };

  // --- What is chosen ---
  function keep(next) {
    lines.value = next.join("\n");
    lines.dispatchEvent(new Event("change", { bubbles: true }));
    draw();
  }

  function draw() {
    chosen.replaceChildren(...names().map((name) => {
      const item = element("li", { className: "tags-one" });
      const off = element("button", { type: "button", textContent: "×" }, { "aria-label": `Take off ${name}` });
      off.addEventListener("click", () => remove(name));
      off.addEventListener("keydown", (event) => {
        const all = [...chosen.querySelectorAll("button")];
        const at = all.indexOf(off);
        if (event.key === "Backspace" || event.key === "Delete") remove(name);
        else if (event.key === "ArrowLeft") all[Math.max(0, at - 1)].focus();
        else if (event.key === "ArrowRight") (all[at + 1] ?? box).focus();
        else return;
        event.preventDefault();
      });
      item.append(element("span", { textContent: name, dir: "auto" }), off);
      return item;
    }));
    chosen.hidden = !chosen.children.length;
  }

  function add(...more) {
    const next = names();
    const fresh = [];
    for (const name of more.map((one) => one.replace(/\s+/g, " ").trim())) {
      if (name && !next.some((one) => same(one, name))) {
        next.push(name);
        fresh.push(name);
      }
    }
    if (fresh.length) keep(next);
    tell(fresh.length ? `Added: ${fresh.join("; ")}. ${next.length} chosen.` : `${more[0] ?? "That"} is there already.`);
  }

  function remove(name) {
    const at = names().findIndex((one) => same(one, name));
    keep(names().filter((one) => !same(one, name)));
    tell(`Taken off: ${name}.`);
    (chosen.querySelectorAll("button")[Math.min(at, names().length - 1)] ?? box).focus();
  }

  // --- What is offered ---
  function close() {
    clearTimeout(timer);
    asked += 1;
    options = [];
    active = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    active = next;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const option = list.children[active];
    if (!option) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(answer, term) {
    const there = names();
    options = answer.results.filter((one) => !there.some((name) => same(name, one.name)));
    // What is there already stands first, so that Enter takes it.
    if (!answer.is_known && !there.some((name) => same(name, term))) options.push({ name: term, isNew: true });
    list.replaceChildren(...options.map((one, at) => {
      const option = element("li", { id: `${id}_${at}`, className: one.isNew ? "tags-new" : "" }, { role: "option", "aria-selected": "false" });
      if (one.isNew) {
        option.append(`${lines.dataset.new} “`, element("bdi", { textContent: one.name }), "”");
      } else {
        option.append(element("bdi", { textContent: one.name }));
        if (one.alias) option.append(" ", element("span", { className: "tags-alias", textContent: one.alias, dir: "auto" }));
        option.append(" ", element("span", { className: "tags-count", textContent: `${one.type}, ${one.stories} ${one.stories === 1 ? "story" : "stories"}` }));
      }
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(one));
      return option;
    }));
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", String(Boolean(options.length)));
    mark(options.length ? 0 : -1);
    const found = options.filter((one) => !one.isNew).length;
    tell(found ? `${found} ${found === 1 ? "suggestion" : "suggestions"}.` : "No tag of this name yet.");
  }

  function take(one) {
    add(one.name);
    mind.hidden = !one.mind;
    mind.textContent = one.mind ? `${one.name}: ${one.mind}` : "";
    box.value = "";
    close();
    box.focus();
  }

  async function look() {
    const term = box.value.trim();
    const number = ++asked;
    if (!term) { close(); return; }
    try {
      const response = await fetch(`${lines.dataset.lookup}?${new URLSearchParams({ term })}`, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (number === asked) show(answer, term);
    } catch {
      // Names can be typed all the same: the server finds the tag that is meant when the story is saved.
      if (number === asked) show({ results: [], is_known: false }, term);
    }
  }

  async function takeList(text) {
    const body = new URLSearchParams({ text, csrfmiddlewaretoken: lines.form.elements.csrfmiddlewaretoken.value });
    try {
      const response = await fetch(lines.dataset.list, { method: "POST", body });
      if (!response.ok) throw new Error(String(response.status));
      add(...(await response.json()).names);
    } catch {
      add(...text.split(/[\r\n\t;]+/));
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, REST);
  });
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\r\n\t;,]/.test(text.trim())) return;
    event.preventDefault();
    takeList(text);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) { if (box.value.trim()) look(); } else mark((active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (event.key === "Enter") {
      // The form is not sent from here.
      if (options[active]) take(options[active]);
      else if (box.value.trim()) { clearTimeout(timer); look(); }
    } else if (event.key === "Escape" && (options.length || box.value)) {
      if (!options.length) box.value = "";
      close();
    } else if (event.key === "Backspace" && !box.value) {
      chosen.querySelector("li:last-child button")?.focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  // What is still in the box when the form is sent is a name, too.
  lines.form.addEventListener("submit", () => {
    if (box.value.trim()) { add(box.value); box.value = ""; }
  });
  lines.addEventListener("tags:add", (event) => add(event.detail));
  draw();
}

// --- What is suggested: taken into the field above, dismissed without leaving the page, looked for while one writes ---
const panel = () => document.getElementById("tag-suggestions");
const form = document.getElementById("tags_form");
const story = document.getElementById("story_form");
const field = document.querySelector("textarea.tag-names");
const WHILE_WRITING = 2000;
const dismissed = new Set();

form?.addEventListener("submit", (event) => {
  const item = event.submitter?.closest("#tag-suggestions li");
  if (!item) return;
  const verb = event.submitter.value.split(" ")[0];
  if (verb === "take") {
    // Whoever may not write in the story tags it at once, by the post.
    if (!field) return;
    event.preventDefault();
    field.dispatchEvent(new CustomEvent("tags:add", { detail: item.dataset.tag }));
    next(item);
  } else {
    event.preventDefault();
    dismiss(item, event.submitter);
  }
});

async function dismiss(item, button) {
  const { act } = panel().dataset;
  dismissed.add(item.dataset.key);
  try {
    // A story that was never saved has nobody to remember it yet.
    if (act) {
      const response = await fetch(act, { method: "POST", body: new URLSearchParams(new FormData(form, button)), headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (!response.ok) throw new Error(String(response.status));
    }
    next(item);
  } catch {
    button.textContent = "Try again";
  }
}

function next(item) {
  const after = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  (after?.querySelector("button") ?? document.getElementById("tag-suggestions-heading")).focus();
}

async function lookAgain() {
  const here = panel();
  const sent = new URLSearchParams({ story: here.dataset.story, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  for (const name of ["headline", "standfirst", "body", "language"]) sent.set(name, story.elements[name]?.value ?? "");
  try {
    const response = await fetch(here.dataset.look, { method: "POST", body: sent });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("tag-suggestions");
    const chosen = new Set(field.value.split("\n"));
    for (const item of fresh.querySelectorAll("li")) if (chosen.has(item.dataset.tag) || dismissed.has(item.dataset.key)) item.remove();
    // Not from under somebody's fingers.
    if (!here.contains(document.activeElement)) here.replaceWith(document.adoptNode(fresh));
  } catch {
    // What was suggested before stays.
  }
}

if (form && story && field && panel()) {
  let timer = 0;
  const soon = () => { clearTimeout(timer); timer = setTimeout(lookAgain, WHILE_WRITING); };
  for (const row of story.querySelectorAll(".field-headline, .field-standfirst, .field-body")) {
    row.addEventListener("input", soon);
    row.addEventListener("change", soon);
  }
}
