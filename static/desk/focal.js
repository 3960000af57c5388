// What must stay in view: set by a click on the picture, or by arrow keys. The two number fields stay what is sent.

const frame = document.querySelector(".focal");
const fields = { x: document.getElementById("id_focal_x"), y: document.getElementById("id_focal_y") };
// By one arrow key; with Shift, finely.
const STEP = 0.05;
const FINE = 0.01;

if (frame && fields.x && fields.y) begin();

function begin() {
  const picture = frame.querySelector("img");
  const point = document.createElement("button");
  point.type = "button";
  point.className = "focal-point";
  frame.classList.add("is-ready");
  frame.append(point);
  const crops = [["3 / 2", "On a card"], ["4 / 5", "As a portrait"]].map(([shape, words]) => crop(picture, shape, words));
  const row = document.createElement("div");
  row.className = "focal-crops";
  row.append(...crops.map((one) => one.closest("figure")));
  frame.parentElement.append(row);

  const show = () => {
    const x = inside(fields.x.value);
    const y = inside(fields.y.value);
    point.style.left = `${x * 100}%`;
    point.style.top = `${y * 100}%`;
    point.setAttribute("aria-label", `What must stay in view: ${Math.round(x * 100)} % from the left, ${Math.round(y * 100)} % from the top. Arrow keys move it.`);
    for (const one of crops) one.style.objectPosition = `${x * 100}% ${y * 100}%`;
  };
  const set = (x, y) => {
    fields.x.value = inside(x).toFixed(2);
    fields.y.value = inside(y).toFixed(2);
    show();
  };
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  picture.addEventListener("click", at);
  point.addEventListener("pointerdown", (event) => { point.setPointerCapture(event.pointerId); });
  point.addEventListener("pointermove", (event) => { if (point.hasPointerCapture(event.pointerId)) at(event); });
  point.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.shiftKey ? FINE : STEP;
    set(inside(fields.x.value) + way[0] * step, inside(fields.y.value) + way[1] * step);
  });
  for (const field of Object.values(fields)) field.addEventListener("input", show);
  show();
}

function crop(picture, shape, words) {
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const caption = document.createElement("figcaption");
  image.src = picture.src;
  image.alt = "";
  image.style.aspectRatio = shape;
  caption.textContent = words;
  figure.append(image, caption);
  return image;
}

function inside(value) {
  const number = Number.parseFloat(value);
  return Number.isFinite(number) ? Math.min(1, Math.max(0, number)) : 0.5;
}
