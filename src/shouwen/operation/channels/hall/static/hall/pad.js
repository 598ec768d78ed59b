// The customer's pad: shows what is asked now (follow.js), takes the signature, and sends what the customer answers. What is
// on it is changed only when something else is asked: who reads, signs or chooses is not disturbed.
(function () {
  "use strict";
  const main = document.getElementById("main");
  let signature = null;
  let sending = false;

  function canvas() {
    return main.querySelector(".pad-canvas");
  }

  function sharpen() {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas().width = canvas().offsetWidth * ratio;
    canvas().height = canvas().offsetHeight * ratio;
    canvas().getContext("2d").scale(ratio, ratio);
  }

  function take(html) {
    if (signature) signature.off();
    signature = null;
    main.innerHTML = html;
    begin();
    main.scrollTop = 0;
    window.scrollTo(0, 0);
  }

  function begin() {
    if (!canvas()) return;
    sharpen();
    signature = new window.SignaturePad(canvas(), { penColor: "#10243a", minWidth: 1, maxWidth: 3 });
    document.getElementById("pad-clear").addEventListener("click", () => signature.clear());
  }

  // The strokes as points [x, y, milliseconds since the first point].
  function drawn() {
    const strokes = signature.toData().map((stroke) => stroke.points);
    const first = strokes.length ? strokes[0][0].time : 0;
    return JSON.stringify({
      width: canvas().offsetWidth,
      height: canvas().offsetHeight,
      strokes: strokes.map((points) => points.map((at) => [Math.round(at.x), Math.round(at.y), Math.round(at.time - first)])),
    });
  }

  main.addEventListener("submit", async function (event) {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const form = event.target;
    const given = new FormData(form, event.submitter);
    if (signature) given.set("drawn", drawn());
    try {
      const answer = await fetch(form.action, { method: "POST", body: given, credentials: "same-origin" });
      if (answer.ok || answer.status === 422) {
        take(await answer.text());
      } else {
        window.location.reload();
      }
    } catch (_error) {
      following.askNow(); // the sign of a lost connection comes by itself; what was signed stays, to be sent again
    }
    sending = false;
  });

  window.addEventListener("resize", function () {
    if (!signature) return;
    const before = signature.toData();
    sharpen();
    signature.fromData(before);
  });

  begin();
  const following = window.hallFollow({
    address: () => main.dataset.now + "?showing=" + encodeURIComponent(document.getElementById("pad").dataset.showing),
    stream: main.dataset.stream,
    soon: ["terms.explained", "agreement.shown", "fee.told", "rating.invited", "ticket.called", "service.begun", "visit.handed-over"],
    take: (html) => sending || take(html),
  });
})();
