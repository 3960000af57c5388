// Arranging a front without waiting for the server: the same buttons, by drag, and by Alt with an arrow.
// Nothing is saved here; the form carries the order.

const form = document.querySelector("[data-arrange]");
const chosen = form.querySelector("[data-chosen]");
const offered = form.querySelector("[data-offered]");
const said = form.querySelector("[data-said]");
const most = Number(form.dataset.most);
let held = null;

const headline = (item) => item.querySelector(".arrange-headline").textContent;
const place = (item) => [...chosen.children].indexOf(item) + 1;

function say(words) {
  said.textContent = words;
}

function sayPlace(item) {
  say(`${headline(item)}: place ${place(item)} of ${chosen.children.length}.`);
}

// Where one button has gone, the next best takes the focus.
function focusOn(item, verb) {
  const wanted = item.querySelector(`[value^="${verb} "]`);
  const seen = (button) => button.offsetParent !== null;
  (seen(wanted) ? wanted : [...item.querySelectorAll("button")].find(seen)).focus();
}

function move(item, verb) {
  const next = verb === "up" ? item.previousElementSibling : item.nextElementSibling?.nextElementSibling ?? null;
  if (verb === "up" ? next === null : item.nextElementSibling === null) return;
  chosen.insertBefore(item, next);
  focusOn(item, verb);
  sayPlace(item);
}

function putOn(item, before = null) {
  if (chosen.children.length >= most) {
    say(`At most ${most} stories are put in order. Take one off first.`);
    return;
  }
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "story", value: item.dataset.story });
  item.prepend(field);
  chosen.insertBefore(item, before);
  focusOn(item, "up");
  sayPlace(item);
}

function takeOff(item) {
  const neighbour = item.nextElementSibling ?? item.previousElementSibling;
  item.querySelector("input").remove();
  offered.prepend(item);
  focusOn(neighbour ?? item, neighbour ? "remove" : "add");
  say(`${headline(item)}: taken off.`);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="do"]');
  const [verb, key] = button?.value.split(" ") ?? [];
  const item = key && button.closest("li[data-story]");
  if (!item) return;
  event.preventDefault();
  if (verb === "add") putOn(item);
  else if (verb === "remove") takeOff(item);
  else move(item, verb);
});

chosen.addEventListener("keydown", (event) => {
  const verb = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const item = event.target.closest("li");
  if (!event.altKey || !verb || !item) return;
  event.preventDefault();
  move(item, verb);
});

function over(item) {
  for (const other of chosen.children) other.classList.toggle("is-over", other === item);
}

// Also from the stories beside it, to a place in the order or below its end.
const order = chosen.closest("section");
const isOn = (item) => item.parentElement === chosen;

for (const item of form.querySelectorAll("li[data-story]")) item.draggable = true;
form.addEventListener("dragstart", (event) => {
  held = event.target.closest("li[data-story]");
  if (!held) return;
  held.classList.add("is-held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", headline(held));
});
order.addEventListener("dragover", (event) => {
  const item = event.target.closest("li[data-story]");
  if (!held || (!item && isOn(held))) return;
  event.preventDefault();
  over(item === held ? null : item);
});
order.addEventListener("drop", (event) => {
  const item = event.target.closest("li[data-story]");
  if (!held || item === held || (!item && isOn(held))) return;
  event.preventDefault();
  if (!isOn(held)) {
    putOn(held, item);
    return;
  }
  chosen.insertBefore(held, place(held) < place(item) ? item.nextElementSibling : item);
  sayPlace(held);
});
form.addEventListener("dragend", () => {
  held?.classList.remove("is-held");
  held = null;
  over(null);
});
