// Dialogs and messages. data-opens="id" opens a <dialog>, data-closes closes the one around it, a click beside it too.
// A request of htmx that fails says so in a message.
// Good news goes by itself after a while, the rest stays until it is closed.
// A <dialog data-modal> that htmx swaps in opens at once. data-dismiss takes a message away.
// label.drop says which file was chosen.
(() => {
  const showModals = (root) => {
    for (const dialog of root.querySelectorAll("dialog[data-modal]:not([open])")) dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    const opener = target.closest?.("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && !dialog.open) {
        event.preventDefault();
        opener.closest("details.menu")?.removeAttribute("open");
        dialog.showModal();
      }
    } else if (target.closest?.("[data-closes]")) {
      const dialog = target.closest("dialog");
      if (dialog) {
        event.preventDefault(); // the same element may be a link back, for pages without scripts
        dialog.close();
      }
    } else if (target.closest?.("[data-dismiss]")) {
      target.closest(".notice")?.remove();
    } else if (target.matches?.("dialog:modal")) {
      const box = target.getBoundingClientRect();
      const inside =
        event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && !target.querySelector("input[type=file]:valid")?.files.length) target.close();
    }
  });

  const tell = (text) => {
    const toast = document.createElement("li");
    toast.className = "notice error";
    toast.setAttribute("role", "alert");
    toast.innerHTML = '<span></span><button type="button" data-dismiss aria-label="Close">×</button>';
    toast.firstChild.textContent = text;
    document.getElementById("toasts")?.replaceChildren(toast);
  };

  const failures = {
    403: "Your roles in the current account do not permit this.",
    404: "This is not there any more. Load the page again.",
    413: "The file is too large.",
  };

  document.addEventListener("htmx:responseError", (event) => {
    tell(failures[event.detail.xhr.status] ?? "Something went wrong on the server. Load the page again to see what holds.");
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => tell("The server does not answer. Check the connection and try again."));
  }

  const letGo = () => {
    for (const toast of document.querySelectorAll(".toasts > .success:not([data-going])")) {
      toast.dataset.going = "";
      const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
      setTimeout(leave, 8000);
    }
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    showModals(event.detail.target ?? document);
    letGo();
  });
  showModals(document);
  letGo();

  document.addEventListener("change", (event) => {
    const zone = event.target.closest?.("label.drop");
    const file = event.target.files?.[0];
    if (!zone) return;
    const name = zone.querySelector("strong");
    name.dataset.empty ??= name.textContent;
    name.textContent = file ? file.name : name.dataset.empty;
    zone.classList.toggle("chosen", Boolean(file));
  });

  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.target.closest?.("label.drop")?.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    });
  }
})();
