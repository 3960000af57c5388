// Light or dark as the reader chose it here. It runs before anything is painted, so that no page flashes in
// the other one; without a choice, or without this script, the reader's system decides.

(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      return localStorage.getItem("theme");
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

  const now = () => root.dataset.theme || (systemIsDark.matches ? "dark" : "light");
  const other = () => (now() === "dark" ? "light" : "dark");

  function show(button) {
    button.textContent = `Read in ${other()}`;
    button.hidden = false;
  }

  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button[data-theme-switch]");
    if (!button) return;
    show(button);
    systemIsDark.addEventListener("change", () => show(button));
    button.addEventListener("click", () => {
      const theme = other();
      const asSystem = (theme === "dark") === systemIsDark.matches;
      if (asSystem) delete root.dataset.theme;
      else root.dataset.theme = theme;
      remember(asSystem ? null : theme);
      show(button);
    });
  });
})();
