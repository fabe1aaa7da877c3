// Light or dark: the choice is remembered in this browser; without one the system decides.
// Loaded before the stylesheet, so that the page does not flash. Buttons: data-theme-choice="auto|light|dark".
(() => {
  const root = document.documentElement;

  const remembered = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // storage may be forbidden; the switch then lasts for the page
    }
  };

  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
  };

  show(remembered());

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-themes]")) group.hidden = false;
    show(remembered());
  });

  document.addEventListener("click", (event) => {
    const theme = event.target.closest?.("[data-theme-choice]")?.dataset.themeChoice;
    if (!theme) return;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // as above
    }
    show(theme);
  });

  window.addEventListener("storage", (event) => {
    if (event.key === "theme") show(remembered());
  });
})();
