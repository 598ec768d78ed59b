// Reads a document by the program beside the card reader, on this computer (identity/protocol.py). What it says goes
// into the form as it was sealed; the page shows the end of the number, keeps nothing and alters nothing.
(function () {
  "use strict";
  const PATIENCE = 20000; // milliseconds in which a document is laid on the reader

  function fieldOf(part, name) {
    return part.querySelector('[name="' + CSS.escape(part.dataset.before + name) + '"]');
  }

  function show(part) {
    const said = part.querySelector(".identity-read");
    const reading = fieldOf(part, "reading");
    const button = part.querySelector("[data-reads]");
    if (!said || !reading || !reading.value) return;
    try {
      const told = JSON.parse(reading.value);
      const kind = part.querySelector('input[type="radio"][value="' + CSS.escape(told.document) + '"]');
      if (kind) kind.checked = true;
      said.textContent = button.dataset.saysRead + " " + told.name + " …" + told.number.slice(-4);
      part.classList.add("is-read");
    } catch {
      reading.value = "";
    }
  }

  async function read(button) {
    const part = button.closest("[data-part]");
    const said = part.querySelector(".identity-read");
    const form = button.form;
    if (button.dataset.busy) return;
    button.dataset.busy = "1";
    ["challenge", "reading", "seal"].forEach(function (name) { fieldOf(part, name).value = ""; });
    part.classList.remove("is-read");
    said.textContent = button.dataset.saysWaits;
    let words = button.dataset.saysAway;
    try {
      const asked = new URLSearchParams({ part: button.dataset.reads, visit: form.elements.visit.value });
      const token = form.elements.csrfmiddlewaretoken.value;
      const answer = await fetch(button.dataset.challenge, {
        method: "POST", body: asked, headers: { "X-CSRFToken": token, "Accept": "application/json" },
      });
      const told = await answer.json();
      if (told.fault) {
        words = told.fault;
        throw new Error("refused");
      }
      const given = await fetch(told.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ challenge: told.challenge, proof: told.proof }),
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!given.ok) {
        words = given.status === 404 ? button.dataset.saysNone : button.dataset.saysNotPaired;
        throw new Error("refused");
      }
      const sealed = await given.json();
      if (!document.contains(part)) return; // the page has moved on meanwhile
      fieldOf(part, "challenge").value = told.challenge;
      fieldOf(part, "reading").value = sealed.reading;
      fieldOf(part, "seal").value = sealed.seal;
      fieldOf(part, "number").value = "";
      show(part);
    } catch {
      said.textContent = words;
    } finally {
      delete button.dataset.busy;
    }
  }

  document.addEventListener("click", function (event) {
    const button = event.target instanceof Element ? event.target.closest("[data-reads]") : null;
    if (button) read(button);
  });
  document.addEventListener("input", function (event) { // who types, or chooses another kind, does without the reading
    const part = event.target instanceof Element ? event.target.closest("[data-part]") : null;
    if (!part || !part.classList.contains("is-read")) return;
    ["challenge", "reading", "seal"].forEach(function (name) { fieldOf(part, name).value = ""; });
    part.classList.remove("is-read");
    part.querySelector(".identity-read").textContent = "";
  });
  document.addEventListener("htmx:afterSettle", function () {
    window.setTimeout(function () { document.querySelectorAll("[data-part]").forEach(show); }, 10);
  });
})();
