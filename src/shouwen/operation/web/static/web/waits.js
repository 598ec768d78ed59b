// An element with data-waits is refreshed only while nobody is busy in it: no dialog open, nothing being typed. What came
// meanwhile is fetched as soon as they are done. The place on the page and the focus stay where they are.
(function () {
  "use strict";
  const missed = new Set();

  function busy(element) {
    if (element.querySelector("dialog[open]")) return true;
    const focused = document.activeElement;
    return element.contains(focused) && focused.matches("input:not([type=hidden]), textarea, select");
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    const element = event.detail.elt;
    if (!element.hasAttribute("data-waits")) return;
    if (busy(element)) {
      event.preventDefault();
      missed.add(element);
    }
  });

  // Begun before they were busy, and answered while they are.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const element = event.detail.requestConfig.elt;
    if (element.hasAttribute("data-waits") && busy(element)) {
      event.detail.shouldSwap = false;
      missed.add(element);
    }
  });

  function catchUp() {
    missed.forEach(function (element) {
      if (!element.isConnected) {
        missed.delete(element);
      } else if (!busy(element)) {
        missed.delete(element);
        element.dispatchEvent(new CustomEvent("news"));
      }
    });
  }
  document.addEventListener("close", function () { window.setTimeout(catchUp, 0); }, true);
  document.addEventListener("focusout", function () { window.setTimeout(catchUp, 0); });
})();
