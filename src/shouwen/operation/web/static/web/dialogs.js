// Native dialogs: data-opens="id" opens one, data-closes closes, data-confirm="text" asks before a form is sent.
(function () {
  "use strict";
  let waiting = null;

  function ask(text, goOn) {
    const dialog = document.getElementById("confirm");
    document.getElementById("confirm-text").textContent = text;
    waiting = goOn;
    dialog.showModal();
    dialog.querySelector("[data-answer=yes]").focus();
  }

  document.addEventListener("click", function (event) {
    const target = event.target instanceof Element ? event.target : document.body;
    const opening = target.closest("[data-opens]");
    if (opening) {
      const dialog = document.getElementById(opening.dataset.opens);
      document.querySelectorAll("details.drop[open]").forEach(function (menu) { menu.open = false; });
      if (dialog && !dialog.open) dialog.showModal();
      return;
    }
    if (target.closest("[data-closes]")) {
      target.closest("dialog").close();
      return;
    }
    const answer = target.closest("[data-answer]");
    if (answer) {
      const goOn = waiting;
      waiting = null;
      document.getElementById("confirm").close();
      if (answer.dataset.answer === "yes" && goOn) goOn();
      return;
    }
    if (target instanceof HTMLDialogElement) { // a click beside it
      const box = target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.detail > 0) target.close();
    }
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const button = event.submitter;
    const text = (button && button.dataset.confirm) || form.dataset.confirm;
    if (!text || form.dataset.confirmed === "1") {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(text, function () {
      form.dataset.confirmed = "1";
      form.requestSubmit(button || undefined);
    });
  }, true);

  document.addEventListener("htmx:confirm", function (event) {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, function () { event.detail.issueRequest(true); });
  });
})();
