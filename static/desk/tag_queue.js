// The tag queue by keyboard: each key presses the button that shows it, and the next thing is there at once.
// Everything here is a convenience: without it the same buttons send the same posts.

const queue = () => document.getElementById("tag-queue");
let busy = false;

async function send(button) {
  if (busy) return;
  busy = true;
  const form = queue();
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form, button)), headers: { "X-Requested-With": "fetch" }, redirect: "error",
    });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("tag-queue");
    if (!response.ok || !fresh) throw new Error(String(response.status));
    form.replaceWith(document.adoptNode(fresh));
    fresh.dispatchEvent(new Event("tags:shown", { bubbles: true }));
    document.getElementById("queue-item").focus();
  } catch {
    form.removeAttribute("aria-busy");
    const said = form.querySelector(".queue-said");
    said.classList.add("queue-not-done");
    said.textContent = "That did not go through, and nothing was done. Try again in a moment.";
  } finally {
    busy = false;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target !== queue() || !event.submitter) return;
  event.preventDefault();
  send(event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape" && !event.defaultPrevented) document.getElementById("queue-item").focus();
    else if (event.key === "Enter" && event.target.id === "queue-note") {
      event.preventDefault();
      document.getElementById("queue-item").focus();
    }
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "n" || key === "w") {
    // "n" leads to the names, "w" to the reason.
    const field = document.getElementById(key === "w" ? "queue-note" : "id_names_look_up");
    if (field) {
      event.preventDefault();
      field.focus();
    }
    return;
  }
  const button = queue()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  send(button);
});

document.getElementById("queue-item")?.focus();
