// Keeps every <time data-due="…" data-warn="…"> counting, by the server's clock. web/tags.py `remaining` writes the same text.
(function () {
  "use strict";
  const words = document.body.dataset;
  const told = Number(document.querySelector("meta[name=server-time]").content || 0);
  const started = performance.now();
  const offset = told ? told * 1000 - Date.now() : 0;
  const spaced = document.documentElement.lang === "en";

  // The server's present second. Follows the steady clock, so that a change of this machine's clock changes nothing.
  function now() {
    return Math.floor((told ? told * 1000 + (performance.now() - started) : Date.now() + offset) / 1000);
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function span(seconds) {
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor((seconds % 86400) / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    if (days) {
      const parts = [words.wordsDay.replace("{n}", days)];
      if (hours) parts.push(words.wordsHour.replace("{n}", hours));
      return parts.join(spaced ? " " : "");
    }
    return hours ? hours + ":" + two(minutes) + ":" + two(seconds % 60) : minutes + ":" + two(seconds % 60);
  }

  function count() {
    const at = now();
    document.querySelectorAll("time[data-due]").forEach(function (element) {
      const due = Number(element.dataset.due);
      const warn = Number(element.dataset.warn || 0);
      const stage = at > due ? "over" : warn && at >= warn ? "soon" : "far";
      const text = (at > due ? words.wordsOver : words.wordsLeft).replace("{span}", span(Math.abs(due - at)));
      if (element.textContent !== text) element.textContent = text;
      if (!element.classList.contains("is-" + stage)) {
        element.classList.remove("is-far", "is-soon", "is-over");
        element.classList.add("is-" + stage);
        element.dispatchEvent(new CustomEvent("shouwen:stage", { bubbles: true, detail: { stage: stage, due: due } }));
      }
    });
    window.setTimeout(count, 1000 - (Math.round(performance.now() - started) % 1000) + 5);
  }

  window.shouwen = Object.assign(window.shouwen || {}, { now: now, span: span });
  count();
})();
