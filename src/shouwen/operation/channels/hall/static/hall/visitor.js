// A customer's own page: when the number is called the phone shakes and the window's name says so; and a lost connection
// is said. The news itself is fetched by htmx.
(function () {
  "use strict";
  const name = document.title;
  let called = document.getElementById("visit")?.dataset.state === "called" ? document.getElementById("visit").dataset.call : "";

  function look() {
    const visit = document.getElementById("visit");
    const words = visit.querySelector(".visitor-call");
    document.title = words ? words.innerText.replace(/\s+/g, " ") : name;
    const call = words ? visit.dataset.call : "";
    if (call && call !== called) {
      if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 400]);
      words.scrollIntoView({ block: "center" });
    }
    called = call;
  }

  function lost(is) {
    document.getElementById("visitor-lost").hidden = !is;
  }

  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("htmx:sendError", function () { lost(true); });
  document.addEventListener("htmx:timeout", function () { lost(true); });
  document.addEventListener("htmx:responseError", function () { lost(true); });
  document.addEventListener("htmx:beforeOnLoad", function (event) { if (event.detail.xhr.status < 400) lost(false); });
})();
