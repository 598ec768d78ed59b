// The counter console: times that count up, buttons that wait for their time, the step that is open, one press one step.
(function () {
  "use strict";
  const QUIET = 400; // milliseconds after an answer in which a second press of a double click would hit what is new
  let quietUntil = 0;
  let kept = null;
  let swapped = 0;

  function span(seconds) {
    return window.shouwen.span(Math.max(0, seconds));
  }

  function count() {
    const at = window.shouwen.now();
    document.querySelectorAll(".clock[data-from]").forEach(function (element) {
      const text = span(at - Number(element.dataset.from));
      if (element.textContent !== text) element.textContent = text;
      const due = Number(element.dataset.due || 0);
      const warn = Number(element.dataset.warn || 0);
      element.classList.toggle("is-over", due > 0 && at > due);
      element.classList.toggle("is-soon", warn > 0 && at >= warn && at <= due);
      const gauge = element.closest(".visit-clock") && element.closest(".visit-clock").querySelector("progress");
      if (gauge) {
        gauge.value = Math.min(Number(gauge.max), Math.max(0, at - Number(gauge.dataset.from)));
        gauge.classList.toggle("is-over", element.classList.contains("is-over"));
        gauge.classList.toggle("is-soon", element.classList.contains("is-soon"));
      }
    });
    document.querySelectorAll("[data-span]").forEach(function (element) {
      const text = span(Number(element.dataset.span));
      if (element.textContent !== text) element.textContent = text;
    });
    document.querySelectorAll("button[data-ready-at]").forEach(function (button) {
      const left = Number(button.dataset.readyAt) - at;
      const said = left > 0 ? span(left) : "";
      const place = button.querySelector("[data-ready-in]");
      if (place.textContent !== said) place.textContent = said;
      if (!button.dataset.sending) button.disabled = left > 0;
    });
    window.setTimeout(count, 500);
  }

  function within(element) {
    return element instanceof Element ? element.closest("#console-acts") : null;
  }

  // One press, one step: what answers a press is not pressed by its echo.
  document.addEventListener("click", function (event) {
    if (performance.now() < quietUntil && within(event.target) && event.target.closest("button, summary")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // The number that is to be called out of order.
  document.addEventListener("click", function (event) {
    const opening = event.target instanceof Element ? event.target.closest("[data-number]") : null;
    const field = document.getElementById("out-of-order-number");
    if (opening && field) field.value = opening.dataset.number;
  });

  // The arrows go from step to step.
  function steps() {
    return Array.from(document.querySelectorAll("#console details[data-step]"));
  }
  function closeBut(step) {
    steps().forEach(function (one) { if (one !== step) one.open = false; });
  }
  document.addEventListener("click", function (event) {
    const summary = event.target instanceof Element ? event.target.closest("#console details[data-step] > summary") : null;
    if (summary && !summary.parentElement.open) closeBut(summary.parentElement);
  });
  function typing(target) {
    return target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select");
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open], details.drop[open]")) return;
    const all = steps();
    const here = all.findIndex((one) => one.open);
    const next = all[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    closeBut(next);
    next.open = true;
    next.querySelector("summary").focus();
  });
  document.addEventListener("toggle", function (event) {
    if (event.target instanceof HTMLDetailsElement && event.target.open && event.target.dataset.step) {
      const field = event.target.querySelector("input.form-control:not([data-later])");
      if (field && !field.value) field.focus();
    }
  }, true);

  // What is on its way to be refreshed must not overtake what is being done.
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.requestConfig.verb !== "post" || !within(event.detail.elt)) return;
    document.querySelectorAll("#console, #console-line").forEach(function (part) { window.htmx.trigger(part, "htmx:abort"); });
  });

  // A refresh leaves the open step open and what was given in it as it was.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const part = document.getElementById("console");
    if (event.detail.requestConfig.verb === "post" && event.detail.target.id === "console-acts") {
      quietUntil = performance.now() + QUIET;
    }
    if (event.detail.requestConfig.verb !== "get" || event.detail.target !== part || event.detail.xhr.status !== 200) return;
    const open = steps().find((one) => one.open);
    kept = open ? { step: open.dataset.step, given: [] } : null;
    if (!open) return;
    open.querySelectorAll("input:not([type=hidden])").forEach(function (field) {
      kept.given.push([field.name, field.type === "radio" ? field.value : "", field.checked, field.value]);
    });
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const config = event.detail.requestConfig;
    const target = config && config.target ? config.target.id : "";
    if (target !== "console-acts" && target !== "console") return;
    window.clearTimeout(swapped);
    swapped = window.setTimeout(function () { // it is told for each part; until now classes were those of before
      if (target === "console-acts") {
        quietUntil = performance.now() + QUIET;
        settle();
      } else if (kept) {
        restore();
      }
      refreshPad();
      ready();
    }, 0);
  });

  // What the customer sees on the pad is asked for again whenever something happened in the visit.
  function refreshPad() {
    const pad = document.getElementById("console-pad");
    if (!pad) return;
    const there = document.querySelector("#console.is-called, #console.is-served, #console.is-done");
    pad.hidden = !there;
    if (there) pad.dispatchEvent(new CustomEvent("news"));
  }

  // Says on the page itself when it takes the next press.
  function ready() {
    const part = document.getElementById("console");
    window.setTimeout(function () { part.dataset.settled = "1"; }, Math.max(0, quietUntil - performance.now()));
  }

  function restore() {
    const step = steps().find((one) => one.dataset.step === kept.step);
    const given = kept.given;
    kept = null;
    if (!step) return;
    closeBut(step);
    step.open = true;
    given.forEach(function (one) {
      step.querySelectorAll('[name="' + CSS.escape(one[0]) + '"]').forEach(function (field) {
        if (field.type === "radio") {
          if (field.value === one[1]) field.checked = one[2];
        } else if (field.type === "checkbox") {
          field.checked = one[2];
        } else {
          field.value = one[3];
        }
      });
    });
  }

  // After a press the focus is where the next one is wanted: a field to fill in, else the heading.
  function settle() {
    const part = document.getElementById("console");
    const open = steps().find((one) => one.open);
    const wrong = part.querySelector("[aria-invalid=true]");
    const field = open && Array.from(open.querySelectorAll("input.form-control:not([data-later])")).find((one) => !one.value);
    const heading = document.getElementById("console-heading");
    const goal = wrong || field || heading;
    if (goal) goal.focus({ preventScroll: goal === heading });
    if (open) open.scrollIntoView({ block: "nearest" });
  }

  count();
  document.addEventListener("DOMContentLoaded", function () {
    refreshPad();
    ready();
  });
})();
