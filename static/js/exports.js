// Exports of the Settings console.
// [data-types]: a search that narrows the boxes, buttons that choose all that show or none, and how many are chosen.
// .export-form is sent once. tr[data-live] is fetched again while its export runs; not while its menu is open, which would close.
(() => {
  const boxes = (root) => [...root.querySelectorAll('input[name="types"]')];

  const shown = (box) => !box.closest("label").hidden;

  const count = (group) => {
    const all = boxes(group);
    const chosen = all.filter((box) => box.checked).map((box) => box.closest("label").textContent.trim());
    const names = chosen.length > 6 ? `${chosen.slice(0, 5).join(", ")} and ${chosen.length - 5} more` : chosen.join(", ");
    group.querySelector("[data-count]").textContent = `${chosen.length} of ${all.length} chosen${names ? `: ${names}` : ""}`;
  };

  const narrow = (group, text) => {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const family of group.querySelectorAll("[data-family]")) {
      const label = family.querySelector("legend span").textContent;
      for (const box of boxes(family)) {
        const line = box.closest("label");
        const own = `${line.textContent} ${label}`.toLowerCase();
        line.hidden = !words.every((word) => own.includes(word));
      }
      family.hidden = !boxes(family).some(shown);
    }
    group.querySelector("[data-nothing]").hidden = boxes(group).some(shown);
  };

  const choose = (group, button) => {
    const wanted = button.dataset.select !== "none";
    const root = button.closest("[data-family]") ?? group;
    const concerned = boxes(root).filter(shown);
    // A second click on the button of a family takes them back.
    const checked = button.dataset.select === "family" ? !concerned.every((box) => box.checked) : wanted;
    for (const box of concerned) box.checked = checked;
    group.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const group of document.querySelectorAll("[data-types]")) {
    for (const tool of group.querySelectorAll(".types-tools, [data-select]")) tool.hidden = false;
    const find = group.querySelector("[data-find]");
    group.addEventListener("input", (event) => {
      if (event.target !== find) return count(group);
      event.stopPropagation(); // what is searched changes nothing of the export
      narrow(group, find.value);
    });
    find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would save
    });
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-select]");
      if (button) choose(group, button);
    });
    count(group);
  }

  // Saving takes a moment; a second click in it would add a second export.
  for (const form of document.querySelectorAll(".export-form")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener("pageshow", () => (sent = false)); // back again from what was saved
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.detail.elt;
    if (row.matches("tr[data-live]") && row.querySelector("details[open]")) event.preventDefault();
  });
})();
