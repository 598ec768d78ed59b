// What all pages do: the token that htmx sends, faults shown where they belong, log-ins that ran out, menus, keys.
(function () {
  "use strict";
  const words = document.body.dataset;

  function cookie(name) {
    const found = document.cookie.split("; ").find((part) => part.startsWith(name + "="));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  // Says a text in the nearest place for faults around `element`; elements of a fragment may be given instead of text.
  function say(element, text, content) {
    const here = element instanceof Element ? element : document.body;
    const place = here.querySelector(":scope > [data-faults]") || here.closest("[data-faults]") ||
      (here.closest("dialog, .card, form") || document).querySelector("[data-faults]") || document.getElementById("said");
    if (!place) return;
    place.replaceChildren();
    if (content) {
      place.append(...content);
    } else {
      const alert = document.createElement("div");
      alert.className = "alert alert-danger";
      alert.setAttribute("role", "alert");
      alert.textContent = text;
      place.append(alert);
    }
    place.scrollIntoView({ block: "nearest" });
  }

  // htmx
  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    const request = event.detail.xhr;
    if (request.getResponseHeader("HX-Fault") === "1") {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      const fragment = new DOMParser().parseFromString(request.responseText, "text/html");
      say(event.detail.requestConfig.elt, "", Array.from(fragment.body.children));
    }
  });
  document.addEventListener("htmx:sendError", function (event) {
    if (!event.detail.elt.hasAttribute("data-quietly")) say(event.detail.elt, words.wordsLost);
  });
  document.addEventListener("htmx:responseError", function (event) {
    const status = event.detail.xhr.status;
    if (status === 401) return; // HX-Redirect takes the page to the log-in
    if (!event.detail.elt.hasAttribute("data-quietly")) say(event.detail.elt, words.wordsFailed);
  });

  // Menus of <details>: one open at a time; Escape and a click elsewhere close them.
  function closeMenus(but) {
    document.querySelectorAll("details.drop[open]").forEach(function (menu) {
      if (menu !== but) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    const target = event.target instanceof Element ? event.target : document.body;
    closeMenus(target.closest("details.drop"));
    const dismissing = target.closest("[data-dismisses]");
    if (dismissing) dismissing.closest(".alert").remove();
    if (target.closest("[data-goes-back]")) window.history.back();
    const revealing = target.closest("[data-reveals]");
    if (revealing) {
      const input = document.getElementById(revealing.dataset.reveals);
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      revealing.setAttribute("aria-pressed", String(!shown));
    }
  });
  document.addEventListener("change", function (event) {
    if (event.target instanceof Element && event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.hasAttribute("hx-post") || form.method === "dialog") return;
    if (form.dataset.sent === "1") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  // Keys
  let before = "";
  let beforeAt = 0;
  function typing(target) {
    const field = target instanceof Element ? target.closest("input, textarea, select, [contenteditable]") : null;
    return field !== null && !field.matches("[type=checkbox], [type=radio]");
  }
  // In an open dialog its own keys count alone, and of what is folded away none.
  function named(key) {
    const place = Array.from(document.querySelectorAll("dialog[open]")).pop() || document;
    const found = Array.from(place.querySelectorAll('[data-key="' + CSS.escape(key) + '"]'));
    return found.find((one) => !one.closest("dialog:not([open])") && !one.closest("details:not([open]) > :not(summary)"));
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      const open = document.querySelector("details.drop[open]");
      closeMenus(null);
      if (open) open.querySelector("summary").focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || event.isComposing || event.repeat) return;
    const asked = document.querySelector("dialog[open]") !== null;
    const keys = document.getElementById("keys");
    const search = document.querySelector("input[type=search]");
    const pressed = Date.now() - beforeAt < 1500 && before ? before + " " + event.key : event.key;
    before = event.key.length === 1 ? event.key : "";
    beforeAt = Date.now();
    const goal = named(pressed) || named(event.key);
    if (event.key === "?" && keys && !asked) {
      keys.showModal();
    } else if (event.key === "/" && search && !asked) {
      event.preventDefault();
      search.focus();
    } else if (pressed === "g h" && !asked) {
      document.querySelector(".topbar .brand").click();
    } else if (goal) {
      event.preventDefault();
      goal.click();
    } else {
      return;
    }
    before = "";
  });

  // After a form came back with errors: to the first field to mend.
  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();

  window.shouwen = Object.assign(window.shouwen || {}, { say: say, cookie: cookie });
})();
