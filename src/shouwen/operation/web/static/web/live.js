// Follows the log from where it was when the page was made: every event that this person may see becomes a DOM event
// `shouwen:event` on body, with detail {event, word, at, unit, about: [subjects]}; about the same is said to elements with
// data-follows. By EventSource; where a browser has none, or it fails three times, by asking every few seconds.
(function () {
  "use strict";
  const STREAM = "/stream/";
  const POLL = "/stream/poll";
  const EVERY = 4000;
  let position = document.querySelector("meta[name=stream-position]")?.content || "";
  let failures = 0;
  let source = null;
  let asking = 0;

  function lost(is) {
    const sign = document.getElementById("live-sign");
    if (sign) sign.hidden = !is;
  }

  // Elements with data-follows are told by the DOM event `news`, not more often than every two seconds, the last time included.
  const waiting = new Map();
  function pass(element) {
    const state = waiting.get(element) || { at: 0, timer: 0 };
    waiting.set(element, state);
    if (state.timer) return;
    state.timer = window.setTimeout(function () {
      state.timer = 0;
      state.at = Date.now();
      if (element.isConnected) {
        element.dispatchEvent(new CustomEvent("news"));
      } else {
        waiting.delete(element);
      }
    }, Math.max(250, state.at + 2000 - Date.now()));
  }

  // The log-in has run out. The page stays as it is, so that nothing that was being written is lost.
  function ended() {
    const link = document.createElement("a");
    link.className = "alert alert-warning";
    link.textContent = document.body.dataset.wordsEnded;
    link.href = "/account/login/?next=" + encodeURIComponent(window.location.pathname + window.location.search);
    document.getElementById("said").prepend(link);
  }

  function tell(detail) {
    document.body.dispatchEvent(new CustomEvent("shouwen:event", { bubbles: true, detail: detail }));
    document.querySelectorAll("[data-follows]").forEach(function (element) {
      const words = element.dataset.follows;
      const subject = element.dataset.followsSubject;
      if (words && !words.split(" ").includes(detail.word)) return;
      if (subject && !detail.about.includes(subject)) return;
      pass(element);
    });
  }

  // Too much happened to be told one by one: everything that follows anything looks again.
  function beginAnew() {
    document.querySelectorAll("[data-follows]").forEach(pass);
  }

  function follow() {
    source = new EventSource(STREAM + (position ? "?after=" + encodeURIComponent(position) : ""));
    source.onopen = function () {
      failures = 0;
      lost(false);
    };
    source.onmessage = function (message) {
      failures = 0;
      if (message.lastEventId) position = message.lastEventId;
      tell(JSON.parse(message.data));
    };
    source.addEventListener("begin-anew", beginAnew);
    source.onerror = function () {
      failures += 1;
      if (failures > 1) lost(true);
      if (failures >= 3 || source.readyState === EventSource.CLOSED) {
        source.close();
        source = null;
        poll();
      }
    };
  }

  async function poll() {
    window.clearTimeout(asking);
    try {
      const answer = await fetch(POLL + (position ? "?after=" + encodeURIComponent(position) : ""), {
        headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        ended();
        return;
      }
      if (answer.ok) {
        const news = await answer.json();
        position = news.after;
        news.news.forEach(tell);
        if (news.begin_anew) beginAnew();
        lost(false);
      } else {
        lost(true);
      }
    } catch (_error) {
      lost(true);
    }
    asking = window.setTimeout(poll, document.hidden ? EVERY * 5 : EVERY);
  }

  window.addEventListener("pagehide", function () {
    if (source) source.close();
    window.clearTimeout(asking);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) begin();
  });

  function begin() {
    if ("EventSource" in window) {
      follow();
    } else {
      poll();
    }
  }

  begin();
})();
