// Pictures dropped on the page, or chosen: sent one after the other, each with its progress.
// Without this the form of a new picture sends one.

const form = document.querySelector(".uploads");
if (form) begin();

function begin() {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".uploads-list");
  const most = Number(form.dataset.most);
  const plain = document.getElementById("image_form");
  let waiting = [];
  let busy = false;
  const done = [];

  form.hidden = false;
  // The fields are filled from the file; they come once it is there.
  if (plain) plain.hidden = true;

  const add = (files) => {
    waiting = [...waiting, ...[...files].map((file) => ({ file, row: rowOf(list, file) }))];
    next();
  };
  const next = async () => {
    if (busy || !waiting.length) return;
    busy = true;
    const { file, row } = waiting.shift();
    // A file of this size would be refused after it was sent.
    if (file.size > most) row.refuse(`The file is larger than ${Math.round(most / 1024 / 1024)} MB. Scale the picture down first.`);
    else done.push(await send(file, row));
    busy = false;
    if (waiting.length) next();
    else if (plain && done.length === 1 && done[0]) location.assign(done[0] + form.dataset.then);
  };

  input.addEventListener("change", () => { add(input.files); input.value = ""; });
  let depth = 0;
  const over = (by) => { depth = Math.max(0, depth + by); form.classList.toggle("is-over", depth > 0); };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  // Anywhere on the page: a file that misses the box would replace the page.
  document.addEventListener("dragenter", (event) => { if (holdsFiles(event)) over(1); });
  document.addEventListener("dragleave", (event) => { if (holdsFiles(event)) over(-1); });
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    over(0);
    add(event.dataTransfer.files);
  });
  addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
}

function rowOf(list, file) {
  const item = document.createElement("li");
  const picture = document.createElement("span");
  const name = document.createElement("strong");
  const words = document.createElement("p");
  const bar = document.createElement("progress");
  picture.className = "thumbnail";
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  words.append(bar);
  item.append(picture, name, words);
  list.append(item);
  return {
    move: (part) => { if (part < 1) bar.value = part; else bar.removeAttribute("value"); },
    refuse: (problem) => { item.classList.add("uploads-refused"); words.textContent = `Not taken. ${problem}`; },
    finish: ({ title, address, thumbnail }) => {
      const image = document.createElement("img");
      const link = document.createElement("a");
      image.className = "thumbnail";
      image.src = thumbnail;
      image.alt = "";
      picture.replaceWith(image);
      link.href = address;
      link.textContent = "Describe it";
      name.textContent = title;
      words.replaceChildren("It is in the library. ", link);
    },
  };
}

/** Send one file; return where it is described, or nothing. */
function send(file, row) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("key", key());
    data.append("file", file);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) row.move(event.loaded / event.total); });
    request.addEventListener("loadend", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* A page, not an answer: see below. */ }
      if (answer.address) row.finish(answer);
      else row.refuse(answer.problem ?? why(request.status));
      resolve(answer.address);
    });
    request.open("POST", form.action);
    request.send(data);
  });
}

function why(status) {
  if (!status) return "The newsroom could not be reached. Try it again when you are connected.";
  if (status === 503) return "The newsroom’s disk is full or does not answer just now. Nothing of the picture was kept; try it again later.";
  if (status === 403) return "You are not logged in any more. Log in in another tab, then open this page again.";
  return "Something failed. Nothing of the picture was kept; try it again.";
}

// One a file, so that the same picture sent twice is one picture.
function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
