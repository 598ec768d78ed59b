// Keeps every <span class="clock" data-from="…"> counting: how long it has been, by the server's clock.
(function () {
  "use strict";
  function count() {
    const at = window.shouwen.now();
    document.querySelectorAll(".clock[data-from]").forEach(function (element) {
      const text = window.shouwen.span(Math.max(0, at - Number(element.dataset.from)));
      if (element.textContent !== text) element.textContent = text;
    });
    window.setTimeout(count, 500);
  }
  count();
})();
