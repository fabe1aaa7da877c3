// Suggestions for references: a field with data-suggest="address" asks there for records that begin with what is typed.
// An input gets a <datalist>; a textarea (several references, one a line) gets an input below it that adds a line.
(() => {
  const WAIT = 150;
  let number = 0;

  const attach = (input, address) => {
    const list = document.createElement("datalist");
    list.id = `suggestions-${(number += 1)}`;
    input.after(list);
    input.setAttribute("list", list.id);
    let timer = 0;
    let asked = null;
    const ask = async () => {
      const text = input.value.trim();
      if (text === asked) return;
      asked = text;
      const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } });
      if (answer.ok && asked === text) list.innerHTML = await answer.text();
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    };
    input.addEventListener("input", later);
    input.addEventListener("focus", later);
  };

  const extend = (area) => {
    const input = document.createElement("input");
    input.type = "text";
    input.autocomplete = "off";
    input.className = "add-line";
    input.placeholder = `Find one to add by ${area.dataset.suggestBy}`;
    input.setAttribute("aria-label", `Find one to add to ${area.labels[0]?.textContent.trim() ?? "the list"}`);
    area.after(input);
    const add = () => {
      const line = input.value.trim();
      if (!line) return;
      const lines = area.value.split("\n").map((each) => each.trim()).filter(Boolean);
      if (!lines.includes(line)) lines.push(line);
      area.value = `${lines.join("\n")}\n`;
      input.value = "";
    };
    input.addEventListener("change", add);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      add();
    });
    attach(input, area.dataset.suggest);
  };

  const start = () => {
    for (const field of document.querySelectorAll("[data-suggest]:not([data-suggests])")) {
      field.dataset.suggests = "yes";
      if (field.matches("textarea")) extend(field);
      else attach(field, field.dataset.suggest);
    }
  };

  start();
  document.addEventListener("htmx:afterSwap", start);
})();
