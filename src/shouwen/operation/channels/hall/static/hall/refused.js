// A form that was refused keeps what was typed: the fault goes to the field that is to be mended (hall/refusing.py).
(function () {
  "use strict";

  function mended(form) {
    form.querySelectorAll("[data-refused]").forEach(function (said) { said.remove(); });
    form.querySelectorAll("[aria-invalid=true]").forEach(function (field) {
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-errormessage");
    });
  }

  function fieldOf(form, names) {
    for (const name of names) {
      const found = form.elements.namedItem(name);
      const field = found instanceof RadioNodeList ? found[0] : found;
      if (field && field.type !== "hidden") return field;
    }
    return null;
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt instanceof HTMLFormElement) mended(event.detail.elt);
  });

  // shell.js has laid the fault where faults are said on this page; from there it goes to the form.
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.detail.elt;
    const names = event.detail.xhr.getResponseHeader("HX-Fault-Fields");
    if (names === null || !(form instanceof HTMLFormElement)) return;
    const fault = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").body.textContent.trim();
    const place = (form.closest("dialog, .card") || document).querySelector("[data-faults]") || document.getElementById("said");
    if (place) place.replaceChildren();
    const said = document.createElement("p");
    const field = fieldOf(form, names.split(" "));
    said.dataset.refused = "";
    said.id = (form.id || "refused") + "-" + String(Date.now());
    said.className = "field-error refused";
    said.setAttribute("role", "alert");
    said.textContent = fault;
    const box = field && field.closest(".field, fieldset, .thing-verbs");
    if (box) box.append(said);
    else form.append(said);
    if (!field) return;
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", said.id);
    field.focus();
  });
})();
