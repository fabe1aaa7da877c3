// Keys: / search, t types, j k rows, Enter opens (the row's own link), a actions, ? help, Esc closes. Everything also works without.
// Also keeps menus (details.menu) as people expect: one open at a time, closed by a click elsewhere, arrows move inside.
(() => {
  const typing = (element) =>
    element.matches?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea, [contenteditable]");

  const openMenus = () => document.querySelectorAll("details.menu[open]");

  const closeMenus = (except) => {
    for (const menu of openMenus()) if (menu !== except) menu.open = false;
  };

  const moveRow = (step) => {
    const rows = [...document.querySelectorAll(".row-link")].filter((row) => row.checkVisibility());
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.closest("tr")?.contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus({ focusVisible: true });
    rows[next].closest("tr")?.scrollIntoView({ block: "nearest" });
    return true;
  };

  const moveInMenu = (menu, step) => {
    const items = [...menu.querySelectorAll("menu :is(a[href], button:not(:disabled))")];
    const at = items.indexOf(document.activeElement);
    items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length]?.focus();
  };

  const search = () => {
    const box = document.querySelector("[data-search], .search input, input[type=search]");
    box?.focus();
    box?.select();
    return Boolean(box);
  };

  const types = () => {
    const input = document.querySelector("input[data-filters]");
    const panel = input?.closest("[popover]");
    if (panel && !input.checkVisibility()) panel.showPopover();
    input?.focus();
    input?.select();
    return Boolean(input);
  };

  const actions = () => {
    const menu = document.querySelector("details.menu[data-actions]");
    if (!menu) return false;
    menu.open = true;
    moveInMenu(menu, 1);
    return true;
  };

  const help = () => {
    const dialog = document.getElementById("help");
    if (!dialog) return false;
    if (dialog.open) dialog.close();
    else dialog.showModal();
    return true;
  };

  const keys = { "/": search, t: types, j: () => moveRow(1), k: () => moveRow(-1), a: actions, "?": help };

  const escape = () => {
    const menu = [...openMenus()].pop();
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return true;
    }
    if (typing(document.activeElement)) document.activeElement.blur();
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const modal = document.querySelector("dialog[open]:modal");
    if (event.key === "Escape") {
      if (!modal && escape()) event.preventDefault();
      return;
    }
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && (event.key === "ArrowDown" || event.key === "ArrowUp") && !typing(event.target)) {
      moveInMenu(menu, event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      return;
    }
    if (typing(event.target) || (modal && event.key !== "?")) return;
    if (Object.hasOwn(keys, event.key) && keys[event.key]()) event.preventDefault();
  });

  document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
  document.addEventListener("focusin", (event) => closeMenus(event.target.closest?.("details.menu")));
})();
