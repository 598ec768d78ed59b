// Speaks calls, one after the other: a chime, then Mandarin, then English. By the browser's own voice where it has one of the
// language, else by recordings, piece by piece; where there are none, the chime alone. Browsers sound nothing before
// somebody has touched the page, unless they are told to (kiosk: --autoplay-policy=no-user-gesture-required).
//
//   hallVoice.say(announcement) → a promise, kept when it is over     announcement: {zh, en, zhFiles, enFiles}
//   DOM event `hall:spoken` on body, for who wants to know: detail {tongue, by: "voice" | "recording" | "chime"}
(function () {
  "use strict";
  const LONGEST = 20000; // milliseconds after which a voice that does not end is given up
  const TONGUES = { zh: /^(zh|cmn)/i, en: /^en/i };
  const recordings = new Map();
  let context = null;
  let on = window.localStorage.getItem("hall-sound") !== "off";

  function told(tongue, by) {
    document.body.dispatchEvent(new CustomEvent("hall:spoken", { detail: { tongue: tongue, by: by } }));
  }

  function isSounding() {
    return on && context !== null && context.state === "running";
  }

  async function turn(to) {
    on = to;
    window.localStorage.setItem("hall-sound", to ? "on" : "off");
    context = context || new AudioContext();
    await (to ? context.resume() : context.suspend());
    if (!to && window.speechSynthesis) window.speechSynthesis.cancel();
  }

  function voiceFor(tongue) {
    const voices = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
    const fitting = voices.filter((voice) => TONGUES[tongue].test(voice.lang) && !/HK|yue/i.test(voice.lang));
    return fitting.find((voice) => voice.localService) || fitting[0];
  }

  function speak(text, voice) {
    return new Promise(function (resolve) {
      const said = new SpeechSynthesisUtterance(text);
      said.voice = voice;
      said.lang = voice.lang;
      said.rate = 0.9;
      said.onend = said.onerror = resolve;
      window.setTimeout(resolve, LONGEST);
      window.speechSynthesis.speak(said);
    });
  }

  async function recording(address) {
    if (!recordings.has(address)) {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(address);
      recordings.set(address, await context.decodeAudioData(await answer.arrayBuffer()));
    }
    return recordings.get(address);
  }

  function ends(source) {
    return new Promise(function (resolve) {
      source.onended = resolve;
      window.setTimeout(resolve, LONGEST);
    });
  }

  async function play(addresses) {
    const pieces = await Promise.all(addresses.map(recording));
    let at = context.currentTime + 0.05;
    let last = null;
    pieces.forEach(function (piece) {
      last = context.createBufferSource();
      last.buffer = piece;
      last.connect(context.destination);
      last.start(at);
      at += piece.duration + 0.02;
    });
    if (last) await ends(last);
  }

  async function chime() {
    const at = context.currentTime + 0.02;
    const tones = [660, 528].map(function (pitch, number) {
      const tone = context.createOscillator();
      const loudness = context.createGain();
      const begin = at + number * 0.35;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.35, begin);
      loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.7);
      tone.connect(loudness).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + 0.7);
      return tone;
    });
    await ends(tones[1]);
    told("", "chime");
  }

  async function sayIn(tongue, announcement) {
    const voice = voiceFor(tongue);
    const files = announcement[tongue + "Files"];
    if (voice) {
      await speak(announcement[tongue], voice);
      told(tongue, "voice");
    } else if (files.length) {
      await play(files);
      told(tongue, "recording");
    }
  }

  async function say(announcement) {
    if (!isSounding()) return;
    try {
      await chime();
      await sayIn("zh", announcement);
      await sayIn("en", announcement);
    } catch (_error) {
      // What cannot be spoken is on the wall to be read.
    }
  }

  if (on) {
    try {
      context = new AudioContext();
    } catch (_error) {
      context = null;
    }
  }
  window.hallVoice = { say: say, turn: turn, isSounding: isSounding };
})();
