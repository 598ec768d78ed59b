// The guide's tablet: one tap one step. What answers a tap is not tapped by its echo; the focus goes on with the customer.
(function () {
  "use strict";
  const QUIET = 400; // milliseconds after an answer in which a second tap would hit what is new
  let quietUntil = 0;

  document.addEventListener("click", function (event) {
    const target = event.target instanceof Element ? event.target : null;
    if (performance.now() < quietUntil && target && target.closest("#guide") && target.closest("button")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // What is on its way to be refreshed must not overtake what is being done.
  document.addEventListener("htmx:beforeRequest", function (event) {
    const guide = document.getElementById("guide");
    if (guide && event.detail.elt !== guide && guide.contains(event.detail.elt)) window.htmx.trigger(guide, "htmx:abort");
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    const config = event.detail.requestConfig;
    const guide = document.getElementById("guide");
    if (!guide || !config || config.elt === event.detail.target || config.elt.id === "guide") return;
    if (config.verb === "post") quietUntil = performance.now() + QUIET;
    const heading = document.getElementById("guide-heading");
    if (heading) heading.focus({ preventScroll: true });
    if (guide.getBoundingClientRect().top < 0) guide.scrollIntoView({ block: "start" });
  });
})();
