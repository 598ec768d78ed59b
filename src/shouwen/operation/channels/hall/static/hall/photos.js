// Photos are made smaller before they are sent: quick on a weak network, and where and by whom they were taken stays
// with the phone. A browser that cannot do it sends them as they are.
(function () {
  "use strict";
  const LONGEST = 1600; // pixels
  const SMALL = 300 * 1024; // bytes that need no work

  async function smaller(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (!made || (scale === 1 && file.type === "image/png" && file.size < SMALL)) return file;
    return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  }

  document.addEventListener("change", async function (event) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.matches("input[type=file][data-photos]")) return;
    const said = input.form && input.form.querySelector("[data-photos-said]");
    const buttons = input.form ? Array.from(input.form.querySelectorAll("button")) : [];
    buttons.forEach(function (button) { button.disabled = true; });
    try {
      const kept = new DataTransfer();
      for (const file of Array.from(input.files)) {
        kept.items.add(await smaller(file).catch(function () { return file; }));
      }
      input.files = kept.files;
    } finally {
      buttons.forEach(function (button) { button.disabled = false; });
      const all = input.form ? Array.from(input.form.querySelectorAll("[data-photos]")) : [input];
      const files = all.flatMap(function (one) { return Array.from(one.files); });
      if (said) said.textContent = files.map(function (file) { return file.name; }).join(" · ");
    }
  });
})();
