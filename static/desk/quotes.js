// The quotes of a story, each folded to one line: found by words, person or check, opened and folded all at once.
// Without it each opens and folds by itself; the fields of a folded one are sent like any other.

const group = document.getElementById("quotes-group");
const finder = document.getElementById("quotes-finder");
const filter = document.getElementById("quotes-filter");
const shown = document.getElementById("quotes-shown");
// Fewer are seen at a glance.
const WORTH_FINDING = 6;

const cards = () => [...group.querySelectorAll(".card:not(.empty-form)")];
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();

function said(card) {
  const words = card.querySelector('textarea[name$="-text"]')?.value ?? "";
  const line = [...card.querySelectorAll("summary :is(.fold-who, .fold-words, .badge, .fold-rung)")];
  return folded([...line.map((part) => part.textContent), words].join(" "));
}

function find() {
  const wanted = folded(filter.value).split(/\s+/).filter(Boolean);
  const all = cards();
  let number = 0;
  for (const card of all) {
    // What has to be mended is never out of sight.
    const found = wanted.every((word) => said(card).includes(word)) || card.querySelector(".errorlist") !== null;
    card.hidden = !found;
    number += found;
  }
  finder.hidden = all.length < WORTH_FINDING;
  shown.textContent = wanted.length ? `${number} of ${all.length}` : "";
}

/** The line says what the fields below it say now. */
function tell(card) {
  const text = card.querySelector('textarea[name$="-text"]');
  const speaker = card.querySelector('select[name$="-speaker"]');
  if (!text || !speaker) return;
  const words = text.value.trim();
  card.querySelector(".fold-words").textContent = words && `“${words.length > 160 ? `${words.slice(0, 159)}…` : words}”`;
  card.querySelector(".fold-who").textContent = words && (speaker.selectedOptions[0]?.text.trim() || "Nobody by name");
}

filter.addEventListener("input", find);
filter.addEventListener("keydown", (event) => {
  // Enter would save the story.
  if (event.key === "Enter") event.preventDefault();
  if (event.key === "Escape" && filter.value) {
    event.preventDefault();
    filter.value = "";
    find();
  }
});
for (const [id, open] of [["quotes-open", true], ["quotes-fold", false]]) {
  document.getElementById(id).addEventListener("click", () => {
    for (const card of cards()) if (!card.hidden) card.querySelector("details").open = open;
  });
}
// "toggle" does not bubble: it is met on its way down.
group.addEventListener("toggle", (event) => {
  if (event.target.matches(".fold") && !event.target.open) tell(event.target.closest(".card"));
}, true);
for (const kind of ["formset:added", "formset:removed"]) document.addEventListener(kind, find);
find();
