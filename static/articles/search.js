// Suggests while somebody types. Without it, the form asks its question all the same.

const WAIT = 150;

function suggesting(input, number) {
  const list = document.createElement("ul");
  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  input.after(list, told);
  input.autocomplete = "off";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let waiting, request, chosen = -1, typed = input.value;

  function choose(at) {
    const options = [...list.children];
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = at;
    options[chosen]?.setAttribute("aria-selected", "true");
    options[chosen]?.scrollIntoView({ block: "nearest" });
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function close() {
    clearTimeout(waiting);
    request?.abort();
    choose(-1);
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ text, kind, address }, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.dataset.address = address;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const sort = document.createElement("span");
      sort.textContent = kind;
      option.append(text, " ", sort);
      return option;
    }));
    choose(-1);
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = suggestions.length ? `${suggestions.length} suggestions` : "";
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: input.value })}`, { signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (!signal.aborted && document.activeElement === input) show(suggestions);
    } catch {
      // Gone offline, or typed on: then there is nothing to suggest.
    }
  }

  input.addEventListener("input", () => {
    if (input.value.trim() === typed.trim()) return;
    typed = input.value;
    clearTimeout(waiting);
    if (typed.trim().length < 2) close();
    else waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && last >= 0) choose(chosen === last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp" && last >= 0) choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.address);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses its focus, which would close the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggesting);
