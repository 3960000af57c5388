// Fields that look things up as one types: named for assistive technology.

const $ = globalThis.django?.jQuery;

if ($?.fn.select2) {
  $(() => document.querySelectorAll("select.admin-autocomplete").forEach(name));
  document.addEventListener("formset:added", (event) => {
    // The field itself is made ready by Django's listener for the same event.
    queueMicrotask(() => event.target.querySelectorAll("select.admin-autocomplete").forEach(name));
  });
}

function name(select) {
  const field = $(select).data("select2");
  const label = document.querySelector(`label[for="${select.id}"]`);
  if (!field || !label) return;
  const words = label.textContent.trim().replace(/:$/, "");
  const box = field.$selection[0];
  label.id ||= `${select.id}-label`;
  // A field for one shows what is chosen: that belongs to its name, too.
  const shown = box.querySelector(".select2-selection__rendered[id]");
  // The library calls it a text box of its own, without a name.
  shown?.removeAttribute("role");
  shown?.removeAttribute("aria-readonly");
  box.setAttribute("aria-labelledby", select.multiple || !shown ? label.id : `${label.id} ${shown.id}`);
  const nameSearch = () => {
    const search = select.multiple ? box : field.$dropdown[0];
    search.querySelectorAll("input.select2-search__field").forEach((input) => input.setAttribute("aria-label", words));
    field.$results?.[0].setAttribute("aria-label", words);
  };
  nameSearch();
  $(select).on("select2:open select2:select select2:unselect select2:close", nameSearch);
  if (select.id === "id_lead_image") showPicture(select);
}

function showPicture(select) {
  const picture = document.querySelector(".lead-picture");
  if (!picture) return;
  $(select).on("select2:select", (event) => {
    picture.src = event.params.data.thumbnail;
    picture.alt = event.params.data.alt || "";
    picture.hidden = false;
  });
  $(select).on("select2:clear select2:unselect", () => { picture.hidden = true; });
}
