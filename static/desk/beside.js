// The preview beside the form: what one types, through the very templates that readers get.

const form = document.getElementById("story_form");
const beside = document.getElementById("beside");
const frame = beside.querySelector(".beside-frame");
const room = beside.querySelector(".beside-room");
const said = document.getElementById("beside-said");
const opener = document.getElementById("beside-open");

const WAIT = 600;
// How wide the device is that the frame stands for, in its own pixels.
const WIDTHS = { phone: 390, tablet: 768, desk: 1280 };

let isOpen = false;
let timer = 0;
let shown = "";
let turn = 0;

function fit() {
  if (!isOpen) return;
  const width = WIDTHS[frame.dataset.width];
  const scale = Math.min(1, room.clientWidth / width);
  frame.style.width = `${width}px`;
  frame.style.height = `${room.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
  frame.style.marginInlineStart = `${Math.max(0, (room.clientWidth - width * scale) / 2)}px`;
}

async function show() {
  timer = 0;
  if (!isOpen) return;
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  const mine = ++turn;
  try {
    const response = await fetch(form.dataset.preview, { method: "POST", body: data, redirect: "error" });
    if (!response.ok) throw new Error(String(response.status));
    const html = await response.text();
    // An answer that was overtaken shows what is no longer there.
    if (mine !== turn || html === shown) return;
    put(html);
    shown = html;
    said.textContent = "";
  } catch {
    said.textContent = "The preview cannot be shown just now. It comes back by itself when you go on writing.";
  }
}

function put(html) {
  const inside = frame.contentDocument;
  const old = inside?.querySelector("main");
  const fresh = new DOMParser().parseFromString(html, "text/html");
  // In place, so that the reader's eye stays where it was.
  if (old && fresh.querySelector("main")) {
    old.replaceWith(inside.adoptNode(fresh.querySelector("main")));
    inside.documentElement.lang = fresh.documentElement.lang;
  } else {
    frame.srcdoc = html;
  }
}

// What is shown leads nowhere: the page around it holds what is not saved yet.
frame.addEventListener("load", () => {
  frame.contentDocument?.addEventListener("click", (event) => { if (event.target.closest("a, button")) event.preventDefault(); });
});

function soon() {
  if (!isOpen) return;
  clearTimeout(timer);
  timer = setTimeout(show, WAIT);
}

function toggle(open) {
  isOpen = open;
  beside.hidden = !open;
  document.body.classList.toggle("has-beside", open);
  opener.setAttribute("aria-expanded", String(open));
  if (open) {
    fit();
    show();
  }
}

opener.hidden = false;
opener.addEventListener("click", () => {
  toggle(!isOpen);
  if (isOpen) beside.querySelector("input:checked").focus();
});
document.getElementById("beside-close").addEventListener("click", () => { toggle(false); opener.focus(); });
beside.addEventListener("change", (event) => {
  frame.dataset.width = event.target.value;
  fit();
});
beside.addEventListener("keydown", (event) => { if (event.key === "Escape") { toggle(false); opener.focus(); } });
new ResizeObserver(fit).observe(room);

form.addEventListener("input", soon);
form.addEventListener("change", soon);
document.addEventListener("formset:added", soon);
document.addEventListener("formset:removed", soon);
globalThis.django?.jQuery?.(form).on("change", soon);
new MutationObserver(soon).observe(form.querySelector(".field-body") ?? form, { childList: true, characterData: true, subtree: true });
