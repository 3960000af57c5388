// Light or dark as the reader chose it here. It runs before anything is painted, so that no page flashes in
// the other one; without a choice, or without this script, the reader's system decides.

(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      const theme = localStorage.getItem("theme");
      return theme === "dark" || theme === "light" ? theme : null;
    } catch {
      return null; // The reader's browser keeps nothing for us.
    }
  }

  function remember(theme) {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch {
      // Then it holds for this page.
    }
  }

  // The reader's choice, or none; what the browser paints around the page goes with it.
  function follow(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      const own = meta.dataset.of;
      meta.media = theme ? (theme === own ? "all" : "not all") : `(prefers-color-scheme: ${own})`;
    }
  }

  const now = () => root.dataset.theme || (systemIsDark.matches ? "dark" : "light");
  const other = () => (now() === "dark" ? "light" : "dark");

  function show(button) {
    button.textContent = `Read in ${other()}`;
    button.hidden = false;
  }

  follow(remembered());

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button[data-theme-switch]");
    if (!button) return;
    show(button);
    systemIsDark.addEventListener("change", () => show(button));
    // Chosen on another page, while this one stood in another tab or one step back.
    for (const kind of ["storage", "pageshow"]) {
      addEventListener(kind, () => {
        follow(remembered());
        show(button);
      });
    }
    button.addEventListener("click", () => {
      const theme = other();
      const chosen = (theme === "dark") === systemIsDark.matches ? null : theme;
      follow(chosen);
      remember(chosen);
      show(button);
    });
  });
})();
