// Nothing here is needed to read. It shows times in the reader's own zone and copies a story's address.

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
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied ?? "Link copied";
  });
}
