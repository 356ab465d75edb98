// Runs before the first paint, so that no page flashes in the wrong colours.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage is blocked: the default of the installation holds.
  }
  root.dataset.theme = ["system", "light", "dark"].includes(chosen) ? chosen : root.dataset.defaultTheme;
})();
