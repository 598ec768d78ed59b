// The upkeep page: what is on its way to be refreshed must not overtake what is being done.
(function () {
  "use strict";
  document.addEventListener("htmx:beforeRequest", function (event) {
    const upkeep = document.getElementById("upkeep");
    if (upkeep && event.detail.elt !== upkeep && upkeep.contains(event.detail.elt)) window.htmx.trigger(upkeep, "htmx:abort");
  });
})();
