// Nothing here is needed to read. It shows times in the reader's own zone, passes on a story's address, and
// carries a passage that is selected to the form for reporting an error.

function minutesFromUtc(dateTime) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(dateTime) ?? [null, "+", 0, 0];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
}

for (const time of document.querySelectorAll("time[data-clock]")) {
  const moment = new Date(time.dateTime);
  if (-moment.getTimezoneOffset() !== minutesFromUtc(time.dateTime)) {
    const day = moment.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const clock = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
    time.textContent = `${day}, ${clock}`;
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied ?? "Link copied";
    } catch {
      button.textContent = "Your browser does not let us copy";
    }
  });
}

for (const button of document.querySelectorAll("button[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: button.dataset.title, url: button.dataset.share });
    } catch (refused) {
      // Closing the sheet is no mistake.
      if (refused.name !== "AbortError") throw refused;
    }
  });
}

// The passage travels behind the "#", which no server and no log sees.
let selected = "";
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const parts = [...document.querySelectorAll(".story-head, .lead-picture, .body")];
  // A press on the link may end the selection: what was selected last in the story is meant.
  if (!selection.isCollapsed && parts.some((part) => part.contains(selection.anchorNode)))
    selected = selection.toString().trim();
});
for (const link of document.querySelectorAll("a[data-report]")) {
  const how = link.parentElement.querySelector(".report-how");
  if (how) how.hidden = false;
  link.addEventListener("click", () => {
    link.hash = selected ? new URLSearchParams({ passage: selected.slice(0, 1000) }) : "";
  });
}
for (const form of document.querySelectorAll("form[data-takes-passage]")) {
  form.passage.value ||= new URLSearchParams(location.hash.slice(1)).get("passage") ?? "";
}
