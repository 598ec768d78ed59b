// The digits of a code, touched one after the other. A scanner types by itself, as a keyboard does.
(function () {
  "use strict";
  const field = document.getElementById("code");
  const pad = document.querySelector(".machine-pad");
  if (!field || !pad) return;
  pad.hidden = false;
  pad.addEventListener("click", function (event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.dataset.digit && field.value.length < 12) field.value += button.dataset.digit;
    if ("back" in button.dataset) field.value = field.value.slice(0, -1);
    if ("clears" in button.dataset) field.value = "";
  });
})();
