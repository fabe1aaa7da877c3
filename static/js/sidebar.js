// The side column: input[data-filters="id"] filters the links of the element with that id while typing,
// and details[data-remember="name"] stay open or closed as they were left.
(() => {
  const key = (details) => `open:${details.dataset.remember}`;

  const filter = (input) => {
    const words = input.value.trim().toLowerCase();
    const list = document.getElementById(input.dataset.filters);
    for (const item of list?.querySelectorAll("li") ?? []) {
      item.hidden = !item.textContent.toLowerCase().includes(words);
    }
    for (const group of list?.querySelectorAll("details") ?? []) {
      const found = group.querySelector("li:not([hidden])") !== null;
      group.hidden = !found;
      if (words && found) group.open = true;
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("input[data-filters]")) filter(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("input[data-filters]")) return;
    event.preventDefault();
    document.getElementById(event.target.dataset.filters)?.querySelector("li:not([hidden]) a")?.click();
  });

  for (const details of document.querySelectorAll("details[data-remember]")) {
    const remembered = localStorage.getItem(key(details));
    if (remembered && !details.querySelector("[aria-current]")) details.open = remembered === "yes";
    details.querySelector("summary")?.addEventListener("click", () => {
      localStorage.setItem(key(details), details.open ? "no" : "yes"); // it toggles after the click
    });
  }

  // Not scrollIntoView: the first Tab would go on from there, past "Skip to content".
  const current = document.querySelector(".sidebar [aria-current=page]");
  const bar = current?.closest(".sidebar");
  if (bar && current.offsetTop > bar.clientHeight - current.offsetHeight) bar.scrollTop = current.offsetTop - bar.clientHeight / 2;
})();
