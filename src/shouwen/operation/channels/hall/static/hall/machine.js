// The number machine. One page gives one number: the first touch is sent, and sent again under the same name until there is
// an answer, also after the page was loaded anew. Left alone, it begins anew; a page with a number asks first.
(function () {
  "use strict";
  const main = document.querySelector("[data-machine]");
  const KEPT = "hall.asked";
  const ASKS_FOR = 12; // seconds before it begins anew in which it asks whether somebody is there
  const LONGEST = 8000; // milliseconds to wait for one answer, and at most between two tries
  let busy = false;

  function show(name, is) {
    document.getElementById("machine-" + name).hidden = !is;
  }
  function later(milliseconds) {
    return new Promise(function (done) { window.setTimeout(done, milliseconds); });
  }
  async function send(address, options) {
    const ends = new AbortController();
    const timer = window.setTimeout(function () { ends.abort(); }, LONGEST);
    try {
      return await fetch(address, Object.assign({ credentials: "same-origin", cache: "no-store", signal: ends.signal }, options));
    } finally {
      window.clearTimeout(timer);
    }
  }
  function post(address, fields) {
    const headers = { Accept: "application/json", "X-CSRFToken": window.shouwen.cookie("csrftoken") };
    return send(address, { method: "POST", headers: headers, body: new URLSearchParams(fields) });
  }
  function fieldsOf(form, submitter) {
    const fields = Array.from(new FormData(form)).map(function (pair) { return [pair[0], String(pair[1])]; });
    if (submitter && submitter.name) fields.push([submitter.name, submitter.value]);
    return fields;
  }

  // Asks until the answer is no longer in doubt; null where it took too long.
  async function surely(address, fields, until) {
    for (let tries = 0; Date.now() < until; tries += 1) {
      try {
        const answer = await post(address, fields);
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) return answer;
      } catch (_error) { /* no answer: it may have happened or not, and is asked again under the same name */ }
      show("lost", true);
      await later(Math.min(500 * Math.pow(2, tries), LONGEST));
    }
    return null;
  }

  // Away from this page only to one that is there: a page of the browser's own saying that it is not would stay for good.
  async function begin() {
    busy = true;
    for (;;) {
      try {
        const answer = await send(main.dataset.start, { method: "HEAD" });
        if (answer.status < 500) break;
      } catch (_error) { /* tried again */ }
      show("lost", true);
      await later(5000);
    }
    window.location.replace(main.dataset.start);
  }

  function keep(asked) {
    try {
      if (asked) window.sessionStorage.setItem(KEPT, JSON.stringify(asked));
      else window.sessionStorage.removeItem(KEPT);
    } catch (_error) { /* a browser that keeps nothing asks only while the page is there */ }
  }
  function kept() {
    try {
      return JSON.parse(window.sessionStorage.getItem(KEPT) || "null");
    } catch (_error) {
      return null;
    }
  }

  async function take(asked) {
    busy = true;
    keep(asked);
    show("asking", true);
    const answer = await surely(asked.address, asked.fields, asked.until);
    keep(null);
    show("lost", false);
    if (answer === null) {
      show("none", true);
      await later(15000);
    } else if (answer.ok) {
      window.location.replace((await answer.json()).next);
      return;
    }
    begin();
  }

  const taking = document.querySelector("form[data-takes]");
  if (taking) {
    taking.addEventListener("submit", function (event) {
      event.preventDefault();
      if (busy) return;
      const until = Date.now() + Number(taking.dataset.lasts) * 1000;
      take({ address: taking.getAttribute("action"), fields: fieldsOf(taking, event.submitter), until: until });
    });
  }
  const before = kept();
  if (before) {
    if (taking && Date.now() < before.until) take(before);
    else keep(null);
  }

  const printing = document.querySelector("form[data-prints]");
  async function print(event) {
    if (event) event.preventDefault();
    if (busy) return;
    busy = true;
    const button = printing.querySelector("button");
    button.disabled = true;
    const answer = await surely(printing.getAttribute("action"), fieldsOf(printing, null), Date.now() + 60000);
    show("lost", false);
    const said = document.getElementById("machine-printed");
    if (answer !== null && answer.ok) {
      said.textContent = said.dataset.words;
      said.hidden = false;
      window.print();
    } else if (answer !== null) {
      said.textContent = (await answer.json()).fault;
      said.hidden = false;
    } else {
      button.disabled = false;
    }
    busy = false;
    touched();
  }
  if (printing) {
    printing.hidden = false;
    printing.addEventListener("submit", print);
    if (printing.hasAttribute("data-at-once")) print(null);
  }

  // Left alone
  const idle = Number(main.dataset.idle) * 1000;
  let ends = Date.now() + idle;
  function touched() {
    ends = Date.now() + idle;
    show("idle", false);
  }
  ["pointerdown", "keydown"].forEach(function (kind) { document.addEventListener(kind, touched, true); });
  function somebodyMayBeThere() {
    return main.hasAttribute("data-keeps") || document.querySelector("[name=priority]:checked:not([value=''])") !== null;
  }
  window.setInterval(function () {
    if (busy) return;
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left <= 0) {
      begin();
    } else if (left <= Math.min(ASKS_FOR, idle / 2000) && somebodyMayBeThere()) {
      document.querySelector(".machine-count").textContent = left;
      show("idle", true);
    }
  }, 500);

  // A page that the browser had kept is of another customer.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) begin();
  });
})();
