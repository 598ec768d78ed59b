// Keeps a screen as things are. It is woken by the stream of its hall, which tells only that something happened, and asks for
// what it is to show; it asks every ten seconds in any case, and every three where no stream can be had. What it is given is
// the whole truth each time, so whatever happened while it was cut off is in the next answer.
//
//   window.hallFollow({
//     address: () => "…"     what it asks for          take: (html) => …     what it does with an answer
//     stream: "/stream/…"    what wakes it             soon: [words]         with these it asks at once, with others soon
//   })
// An element #screen-cut with data-words="… {time} …" is shown while no answer comes.
(function () {
  "use strict";
  const STEADY = 10000; // milliseconds between two askings, with a stream and without one
  const ALONE = 3000;
  const SOON = 1500;
  const PATIENCE = 8000; // for an answer
  const cut = document.getElementById("screen-cut");

  function timeOfDay(second, zone) {
    return new Date(second * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone || undefined });
  }

  function follow(screen) {
    let source = null;
    let failures = 0;
    let lastAnswer = window.shouwen.now();
    let timer = 0;
    let due = 0;
    let asking = false;
    let again = false;

    function tellWhetherCut() {
      cut.hidden = failures < 2;
      if (!cut.hidden) cut.textContent = cut.dataset.words.replace("{time}", timeOfDay(lastAnswer, cut.dataset.zone));
    }

    async function ask() {
      window.clearTimeout(timer);
      due = 0;
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      try {
        const answer = await fetch(screen.address(), { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
        if (answer.status === 401 || answer.status === 403 || answer.redirected) {
          window.location.reload(); // no longer a screen of this hall: the page says so
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        if (answer.status !== 204) screen.take(await answer.text());
        failures = 0;
        lastAnswer = window.shouwen.now();
      } catch (_error) {
        failures += 1;
      }
      asking = false;
      tellWhetherCut();
      askIn(again ? 0 : failures || !source || source.readyState !== EventSource.OPEN ? ALONE : STEADY);
      again = false;
    }

    // Asks after so many milliseconds, or sooner where that was settled already.
    function askIn(milliseconds) {
      const at = performance.now() + milliseconds;
      if (due && due <= at) return;
      due = at;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, milliseconds);
    }

    function listen() {
      if (!("EventSource" in window)) return;
      source = new EventSource(screen.stream);
      source.onmessage = function (message) {
        askIn(screen.soon.includes(JSON.parse(message.data).word) ? 0 : SOON);
      };
      source.onopen = function () {
        askIn(SOON);
      };
      source.addEventListener("begin-anew", function () {
        askIn(0);
      });
      source.onerror = function () {
        askIn(ALONE);
        if (source.readyState === EventSource.CLOSED) window.setTimeout(listen, ALONE);
      };
    }

    listen();
    askIn(SOON);
    return { askNow: () => askIn(0) };
  }

  window.hallFollow = follow;
  window.hallTimeOfDay = timeOfDay;
})();
