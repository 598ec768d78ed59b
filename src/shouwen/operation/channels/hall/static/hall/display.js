// The wall display: each new board takes the place of the last (follow.js). Each call has a name, and is spoken once, in turn,
// if the clerk still waits then. Calls that stood there when the page was opened are old: they are not spoken.
(function () {
  "use strict";
  const main = document.getElementById("main");
  const clock = document.getElementById("display-clock");
  const sound = document.getElementById("display-sound");
  const heard = new Set();
  const queue = [];
  let speaking = false;

  function announcements() {
    return Array.from(main.querySelectorAll("[data-announcement]"));
  }

  function announcementOf(line) {
    const files = (tongue) => line.dataset[tongue].split(" ").filter(Boolean);
    return {
      name: line.dataset.announcement, zh: line.dataset.zh, en: line.dataset.en,
      zhFiles: files("zhFiles"), enFiles: files("enFiles"),
    };
  }

  function take(html) {
    main.innerHTML = html;
    announcements().forEach(function (line) {
      const name = line.dataset.announcement;
      if (heard.has(name)) return;
      heard.add(name);
      const row = main.querySelector('[data-call="' + CSS.escape(name) + '"]');
      if (row) row.classList.add("is-new");
      if ("speak" in line.dataset) queue.push(announcementOf(line));
    });
    speakAll();
  }

  // Whether the clerk still waits for this one: who has come need not be called any more.
  function isStillCalled(name) {
    return announcements().some((line) => line.dataset.announcement === name && "speak" in line.dataset);
  }

  async function speakAll() {
    if (speaking) return;
    speaking = true;
    while (queue.length) {
      const next = queue.shift();
      if (isStillCalled(next.name)) await window.hallVoice.say(next);
    }
    speaking = false;
  }

  function tellSound() {
    const sounding = window.hallVoice.isSounding();
    sound.setAttribute("aria-pressed", String(sounding));
    sound.textContent = sounding ? sound.dataset.on : sound.dataset.off;
  }

  sound.addEventListener("click", async function () {
    await window.hallVoice.turn(!window.hallVoice.isSounding());
    tellSound();
  });

  tellSound();
  announcements().forEach((line) => heard.add(line.dataset.announcement));
  window.setInterval(function () {
    clock.textContent = window.hallTimeOfDay(window.shouwen.now(), clock.dataset.zone);
    tellSound();
  }, 1000);
  window.hallFollow({
    address: () => main.dataset.board,
    stream: main.dataset.stream,
    soon: ["ticket.called", "ticket.recalled"],
    take: take,
  });
})();
