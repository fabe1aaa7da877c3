// The side column: input[data-filters="id"] filters the links of the element with that id while typing (their text, and the
// data-words of their items); arrow keys move from it through the links, Enter opens the first. details[data-remember="name"]
// stay open or closed as they were left; those that a filter opens close again with it.
(() => {
  const key = (details) => `open:${details.dataset.remember}`;
  const listOf = (input) => document.getElementById(input.dataset.filters);
  const opened = new Set();

  const filter = (input) => {
    const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const list = listOf(input);
    for (const item of list?.querySelectorAll("li") ?? []) {
      const text = `${item.textContent} ${item.dataset.words ?? ""}`.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of list?.querySelectorAll("details") ?? []) {
      const found = group.querySelector("li:not([hidden])") !== null;
      group.hidden = !found;
      if (words.length && found && !group.open) opened.add(group);
      if (opened.has(group)) group.open = words.length > 0;
    }
    if (!words.length) opened.clear();
    const none = list?.querySelector(".side-none");
    if (none) none.hidden = list.querySelector("li:not([hidden])") !== null;
  };

  const links = (list) => [...list.querySelectorAll("a[href], summary")].filter((each) => each.checkVisibility());

  const move = (list, from, step) => {
    const all = links(list);
    const at = all.indexOf(from);
    const next = at < 0 ? 0 : at + step;
    if (next < 0) document.querySelector(`[data-filters="${list.id}"]`)?.focus();
    else all[Math.min(next, all.length - 1)]?.focus();
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("input[data-filters]")) filter(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const input = event.target.closest?.("input[data-filters]");
    const list = input ? listOf(input) : event.target.closest?.(".side[id]");
    if (!list) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && (!input || step > 0)) move(list, input ? null : event.target, step);
    else if (input && event.key === "Enter") list.querySelector("li:not([hidden]) a")?.click();
    else return;
    event.preventDefault();
  });

  for (const details of document.querySelectorAll("details[data-remember]")) {
    const remembered = localStorage.getItem(key(details));
    if (remembered && !details.querySelector("[aria-current]")) details.open = remembered === "yes";
    details.querySelector("summary")?.addEventListener("click", () => {
      opened.delete(details);
      localStorage.setItem(key(details), details.open ? "no" : "yes"); // it toggles after the click
    });
  }

  // Not scrollIntoView: the first Tab would go on from there, past "Skip to content".
  const current = document.querySelector(".sidebar [aria-current=page]");
  const bar = current?.closest(".sidebar");
  if (bar && current.offsetTop > bar.clientHeight - current.offsetHeight) bar.scrollTop = current.offsetTop - bar.clientHeight / 2;
})();
