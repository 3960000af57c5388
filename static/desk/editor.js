// Our parts of the editor: pull quotes, pictures with captions, and a toolbar for mouse, finger and keyboard.
// What is kept of the text is decided on the server (articles/sanitising.py).

import { Extension, Image, Node, Plugin } from "django-prose-editor/editor";

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "paragraph+",
  defining: true,
  parseHTML: () => [{ tag: "aside.pull-quote" }],
  renderHTML: () => ["aside", { class: "pull-quote" }, 0],
  addCommands() {
    return { togglePullQuote: () => ({ commands }) => commands.toggleWrap(this.name) };
  },
});

// Pictures of our own library only: a picture pasted from elsewhere would be taken off when saving.
export const StoryImage = Image.extend({
  parseHTML: () => [{ tag: 'img[src^="/media/"]' }],
});

export const StoryFigure = Node.create({
  name: "figure",
  group: "block",
  content: "image caption?",
  isolating: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: () => ["figure", 0],
});

export const StoryCaption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
});

const chain = (editor) => editor.chain().focus();

// Name for people, face, what it does, and when it is in force.
const TOOLS = [
  [
    ["Heading", "H", (e) => chain(e).toggleHeading({ level: 2 }).run(), (e) => e.isActive("heading", { level: 2 })],
    ["Subheading", "h", (e) => chain(e).toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading", { level: 3 })],
  ],
  [
    ["Strong", "B", (e) => chain(e).toggleBold().run(), (e) => e.isActive("bold")],
    ["Emphasis", "I", (e) => chain(e).toggleItalic().run(), (e) => e.isActive("italic")],
    ["Link", "#link", editLink, (e) => e.isActive("link")],
  ],
  [
    ["Bulleted list", "#bullets", (e) => chain(e).toggleBulletList().run(), (e) => e.isActive("bulletList")],
    ["Numbered list", "#numbers", (e) => chain(e).toggleOrderedList().run(), (e) => e.isActive("orderedList")],
    ["Quoted passage", "#quote", (e) => chain(e).toggleBlockquote().run(), (e) => e.isActive("blockquote")],
    ["Pull quote", "#pull", (e) => chain(e).togglePullQuote().run(), (e) => e.isActive("pullQuote")],
    ["Picture", "#picture", insertPicture, () => false],
  ],
  [
    ["Undo", "#undo", (e) => chain(e).undo().run(), () => false],
    ["Redo", "#redo", (e) => chain(e).redo().run(), () => false],
  ],
];

const ICONS = {
  link: "M9.5 14.5l5-5M8 11l-2 2a3.5 3.5 0 0 0 5 5l2-2M16 13l2-2a3.5 3.5 0 0 0-5-5l-2 2",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4.5l1.5-.8V8.5M3.8 15.6c.3-.9 2.4-1 2.4.3 0 1-2.4 1.6-2.4 3h2.6",
  quote: "M5 5v14M9 8h10M9 12h10M9 16h6",
  pull: "M4 5h16M4 19h16M7 12h10M9 15h6M8 9h8",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.5h.01",
  undo: "M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3",
  redo: "M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h3",
};

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function face(sign) {
  if (!sign.startsWith("#")) return make("span", { "aria-hidden": "true", class: `sign-${sign}` }, sign);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[sign.slice(1)]);
  svg.append(path);
  return svg;
}

export const StoryToolbar = Extension.create({
  name: "storyToolbar",

  addProseMirrorPlugins() {
    const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": "Body" };
    return [new Plugin({ props: { attributes } })];
  },

  onCreate({ editor }) {
    const bar = make("div", { class: "toolbar", role: "toolbar", "aria-label": "Text", "aria-controls": "body-editor" });
    editor.view.dom.id = "body-editor";
    const buttons = [];
    for (const group of TOOLS) {
      const box = make("span", { class: "toolbar-group" });
      for (const [name, sign, act, isOn] of group) {
        const button = make("button", { type: "button", "aria-label": name, title: name }, face(sign));
        button.addEventListener("click", () => act(editor));
        buttons.push({ button, isOn });
        box.append(button);
      }
      bar.append(box);
    }
    const show = () => {
      for (const { button, isOn } of buttons) button.setAttribute("aria-pressed", String(isOn(editor)));
    };
    editor.on("transaction", show);
    show();
    walkable(bar, buttons.map(({ button }) => button));
    editor.view.dom.before(bar);
    document.querySelector('label[for="id_body"]')?.addEventListener("click", () => editor.commands.focus());
  },
});

// One stop of the Tab key for the whole toolbar; arrows walk inside it.
function walkable(bar, buttons) {
  const stopAt = (index) => {
    buttons.forEach((button, place) => { button.tabIndex = place === index ? 0 : -1; });
  };
  stopAt(0);
  bar.addEventListener("focusin", (event) => stopAt(Math.max(0, buttons.indexOf(event.target))));
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const next = {
      ArrowRight: (here + 1) % buttons.length,
      ArrowLeft: (here - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[next].focus();
  });
}

// A dialog stands outside the story's form: Enter in it must not save the story.
function openDialog(title, build) {
  const heading = make("h2", { id: "dialog-title" }, title);
  const form = make("form", { method: "dialog", class: "desk-dialog-form" }, heading);
  const dialog = make("dialog", { class: "desk-dialog", "aria-labelledby": "dialog-title" }, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  build(form, dialog);
  dialog.showModal();
}

function textField(id, label, value = "") {
  const input = make("input", { id, type: "text" });
  input.value = value;
  return [make("p", {}, make("label", { for: id }, label), input), input];
}

function editLink(editor) {
  if (editor.state.selection.empty && !editor.isActive("link")) {
    // Nothing to link yet: the word under the cursor is meant.
    const { $from } = editor.state.selection;
    const before = $from.parent.textBetween(0, $from.parentOffset, " ", " ").match(/[^\s]*$/)[0].length;
    const after = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, " ", " ").match(/^[^\s]*/)[0].length;
    editor.commands.setTextSelection({ from: $from.pos - before, to: $from.pos + after });
  }
  openDialog("Link", (form, dialog) => {
    const [row, input] = textField("link-address", "Address", editor.getAttributes("link").href || "");
    input.placeholder = "https://…";
    const set = make("button", { type: "submit", class: "button default" }, "Set link");
    const remove = make("button", { type: "button", class: "button" }, "Remove link");
    const cancel = make("button", { type: "button", class: "button" }, "Cancel");
    form.append(row, make("p", { class: "desk-dialog-buttons" }, set, ...(editor.isActive("link") ? [remove] : []), cancel));
    form.addEventListener("submit", () => {
      const href = input.value.trim();
      const at = chain(editor).extendMarkRange("link");
      if (href) at.setLink({ href }).run();
      else at.unsetLink().run();
    });
    remove.addEventListener("click", () => { chain(editor).extendMarkRange("link").unsetLink().run(); dialog.close(); });
    cancel.addEventListener("click", () => { dialog.close(); editor.commands.focus(); });
  });
}

function insertPicture(editor) {
  openDialog("Picture", (form, dialog) => {
    const [searchRow, search] = textField("picture-search", "Find a picture in the library");
    const found = make("ul", { class: "pictures", "aria-label": "Pictures" });
    const status = make("p", { role: "status" });
    const [altRow, alt] = textField("picture-alt", "Alt text: what a person who cannot see it needs to know");
    const [captionRow, caption] = textField("picture-caption", "Caption");
    const insert = make("button", { type: "submit", class: "button default", disabled: "" }, "Insert");
    const cancel = make("button", { type: "button", class: "button" }, "Cancel");
    let chosen = null;
    const choose = (picture, button) => {
      chosen = picture;
      found.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
      alt.value = picture.alt;
      caption.value = [picture.caption, picture.credit].filter(Boolean).join(" ");
      insert.disabled = false;
    };
    const look = async () => {
      const term = search.value;
      const pictures = await library(term);
      if (term !== search.value) return;
      found.replaceChildren(...pictures.map((picture) => {
        const image = make("img", { src: picture.thumbnail, alt: "", loading: "lazy" });
        const button = make("button", { type: "button", "aria-pressed": "false" }, image, make("span", {}, picture.text));
        button.addEventListener("click", () => choose(picture, button));
        return make("li", {}, button);
      }));
      status.textContent = pictures.length ? "" : "No picture is called that. Add it to the library first.";
    };
    search.addEventListener("input", look);
    form.append(searchRow, found, status, altRow, captionRow, make("p", { class: "desk-dialog-buttons" }, insert, cancel));
    form.addEventListener("submit", (event) => {
      if (!chosen) { event.preventDefault(); return; }
      const attrs = { src: chosen.src, alt: alt.value, width: chosen.width, height: chosen.height };
      const words = caption.value.trim();
      const content = [{ type: "image", attrs }];
      if (words) content.push({ type: "caption", content: [{ type: "text", text: words }] });
      // Below the passage the cursor stands in, never in the middle of it.
      const { $to, to } = editor.state.selection;
      chain(editor).insertContentAt($to.depth ? $to.after(1) : to, { type: "figure", content }).run();
    });
    cancel.addEventListener("click", () => { dialog.close(); editor.commands.focus(); });
    look();
  });
}

// The pictures that the "lead image" field would find.
async function library(term) {
  const field = document.getElementById("id_lead_image");
  const query = new URLSearchParams({ app_label: "articles", model_name: "story", field_name: "lead_image", term });
  const response = await fetch(`${field.dataset["ajax-Url"]}?${query}`, { credentials: "same-origin" });
  return response.ok ? (await response.json()).results : [];
}
