// Nothing typed is lost, and nobody writes unseen: unsaved work is sent away every few seconds, and the page
// asks who else is here. Everything here is a convenience: the server puts together what two people save.

const form = document.getElementById("story_form");
const { unsaved, here } = form.dataset;
const token = () => form.elements.csrfmiddlewaretoken;

const KEEP_EVERY = 4_000;
const ASK_EVERY = 15_000;
// What the browser holds while nothing can be sent, by address.
const HELD = "newsroom-unsaved:";
// More than this a server does not take, and a browser does not hold.
const MOST_LETTERS = 4_000_000;

const said = document.getElementById("kept");
const hereNow = document.getElementById("here");

function tell(words, isBad = false) {
  if (!said || said.textContent === words) return;
  said.textContent = words;
  said.classList.toggle("state-not-kept", isBad);
}

/** What stands in the form now, as it would be sent. */
function typed() {
  // The editor writes into its field as one types; files and buttons are not part of it.
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  return data;
}

function asText(data) {
  const same = new URLSearchParams(data);
  same.delete("csrfmiddlewaretoken");
  return same.toString();
}

/** What somebody has done: what the page was made from is not part of it. */
function asWork(data) {
  const work = new URLSearchParams(data);
  for (const name of ["csrfmiddlewaretoken", "version", "seen"]) work.delete(name);
  return work.toString();
}

/** Post without ever being led elsewhere. A session that was renewed in another tab is taken up. */
async function post(address, data, options = {}) {
  const send = () => {
    data.set("csrfmiddlewaretoken", token().value);
    return fetch(address, { method: "POST", body: data, redirect: "manual", ...options });
  };
  let response = await send();
  if (response.status === 403 && (await renewToken())) response = await send();
  return response;
}

async function renewToken() {
  const page = await fetch(location.href, { redirect: "manual", headers: { Accept: "text/html" } });
  if (!page.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('[name="csrfmiddlewaretoken"]');
  if (!fresh || fresh.value === token().value) return false;
  for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = fresh.value;
  return true;
}

// --- Unsaved work ---
let last = "";
let isTouched = false;
// Taken up again, or sent back with mistakes: that is not saved, and kept from the start.
const notSaved = Boolean(document.getElementById("errors"));
let isSending = false;
let timer = 0;
let leaving = false;
let stop = new AbortController();

function hold(text) {
  try {
    localStorage.setItem(HELD + unsaved, text);
    return true;
  } catch {
    return false;
  }
}

function letGo(address = unsaved) {
  try {
    localStorage.removeItem(HELD + address);
  } catch { /* a browser that holds nothing has nothing to let go of */ }
}

async function keep() {
  clearTimeout(timer);
  timer = 0;
  if (isSending || leaving) return;
  const data = typed();
  const text = asText(data);
  const work = asWork(data);
  if (work === last) return;
  if (text.length > MOST_LETTERS) {
    tell("This is too much to be kept by itself: save it.", true);
    return;
  }
  isSending = true;
  try {
    const response = await post(unsaved, data, { signal: stop.signal });
    if (response.ok) {
      last = work;
      letGo();
      tell((await response.json()).said);
    } else {
      const isOut = response.type === "opaqueredirect" || response.status === 403;
      const inBrowser = hold(text) ? " It is kept in this browser." : "";
      tell(`${isOut ? "You are logged out: log in in another tab and come back." : "Your text cannot be kept just now."} It is still here.${inBrowser}`, true);
    }
  } catch (problem) {
    if (problem.name !== "AbortError") {
      tell(hold(text) ? "No connection. Your text is still here, and kept in this browser." : "No connection. Your text is still here: do not close this page.", true);
    }
  } finally {
    isSending = false;
    if (!leaving && asWork(typed()) !== last) soon();
  }
}

function soon() {
  if (unsaved && isTouched && !timer) timer = setTimeout(keep, KEEP_EVERY);
}

/** Before anything is changed by hand: what stands in the form now is what was saved, however the editor put it. */
function touch() {
  if (isTouched) return;
  isTouched = true;
  if (!notSaved) last = asWork(typed());
}

/** The card of a quote that is stored already is nothing unsaved; whatever else is stays so. */
function takeIn(card) {
  const now = typed();
  const before = new URLSearchParams(now);
  for (const field of card.querySelectorAll("[name]")) before.delete(field.name);
  if (asWork(before) === last) last = asWork(now);
}

if (unsaved) {
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("formset:added", (event) => (event.detail?.stored ? takeIn(event.target) : soon()));
  document.addEventListener("formset:removed", soon);
  // The library of the look-up fields speaks to its own kind only.
  globalThis.django?.jQuery?.(form).on("change", soon);
  new MutationObserver(soon).observe(form.querySelector(".field-body") ?? form, { childList: true, characterData: true, subtree: true });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && timer) keep(); });
  window.addEventListener("online", soon);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (!navigator.onLine) {
      event.preventDefault();
      const inBrowser = hold(asText(typed())) ? " and kept in this browser" : "";
      tell(`No connection: nothing was sent. Your text is still here${inBrowser}. Save again when you are back.`, true);
      return;
    }
    leaving = true;
    clearTimeout(timer);
    stop.abort();
  });
  window.addEventListener("pageshow", () => { leaving = false; stop = new AbortController(); });
  for (const kind of ["pointerdown", "keydown", "focusin", "paste", "drop"]) form.addEventListener(kind, touch, true);
  if (notSaved) {
    touch();
    soon();
  }
  sendWhatIsHeld();
}

/** Send what the browser held while there was no connection; it is offered when the page is opened next. */
async function sendWhatIsHeld() {
  let addresses = [];
  try {
    addresses = Object.keys(localStorage).filter((key) => key.startsWith(HELD)).map((key) => key.slice(HELD.length));
  } catch { return; }
  for (const address of addresses) {
    const data = new URLSearchParams(localStorage.getItem(HELD + address) ?? "");
    try {
      const response = await post(address, data);
      if (!response.ok) continue;
      letGo(address);
      tell(address === unsaved || !form.dataset.here ? "Text from when there was no connection was found: load this page again to see it." : "");
    } catch { return; }
  }
}

// --- Who is here ---
async function ask() {
  if (!here || document.visibilityState === "hidden") return;
  const data = new URLSearchParams({ seen: form.elements.seen?.value ?? "" });
  try {
    const response = await post(here, data);
    if (!response.ok) return;
    const { open, saved, token: fresh } = await response.json();
    const words = [open, saved].filter(Boolean).join(" ");
    if (hereNow.textContent !== words) hereNow.textContent = words;
    hereNow.hidden = !words;
    hereNow.classList.toggle("here-saved", Boolean(saved));
    for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = fresh;
  } catch { /* asked again in a moment */ }
}

if (here) {
  ask();
  setInterval(ask, ASK_EVERY);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pagehide", () => {
    const data = new URLSearchParams({ leaving: "1", csrfmiddlewaretoken: token().value });
    navigator.sendBeacon(here, data);
  });
}
