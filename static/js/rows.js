// Child rows of a form ([data-rows="prefix"]): a button adds a row made from the <template>. Without a script there are empty rows.
(() => {
  for (const group of document.querySelectorAll("[data-rows]")) {
    const total = group.querySelector(`[name="${group.dataset.rows}-TOTAL_FORMS"]`);
    const body = group.querySelector("tbody");
    const template = group.querySelector("template");
    const button = group.querySelector("[data-add-row]");
    if (!total || !template || !button) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = document.createElement("tbody");
      row.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
      const added = row.firstElementChild;
      body.append(added);
      total.value = Number(total.value) + 1;
      added.querySelector("input, select")?.focus();
    });
  }
})();
