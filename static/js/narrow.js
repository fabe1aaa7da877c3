// input[data-narrows="id"] shows, while typing, the rows of the table with that id that have all the words; the element
// [data-none="id"] says when there are none. The input is of no use without this script, so it is hidden until here.
(() => {
  const narrow = (input) => {
    const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rows = document.querySelectorAll(`#${input.dataset.narrows} tbody tr`);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    const none = document.querySelector(`[data-none="${input.dataset.narrows}"]`);
    if (none) none.hidden = shown > 0;
  };

  for (const input of document.querySelectorAll("input[data-narrows]")) {
    input.closest("[hidden]")?.removeAttribute("hidden");
    narrow(input); // the browser may have kept what was typed
  }
  document.addEventListener("input", (event) => {
    if (event.target.matches("input[data-narrows]")) narrow(event.target);
  });
})();
