// The fee at the counter: the sum and the change as they will be. The server reckons them again.
(function () {
  "use strict";

  function cents(text) {
    const plain = text.replace(/[¥￥,，\s]/g, "");
    return /^\d{1,9}(\.\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
  }

  function said(amount) {
    return "¥" + (amount / 100).toFixed(2);
  }

  function reckon() {
    document.querySelectorAll("[data-fee]").forEach(function (fee) {
      let sum = cents(fee.querySelector("[name=billed]").value);
      fee.querySelectorAll("[data-amount]").forEach(function (item) {
        const many = Number(fee.querySelector('[name="' + item.name.replace("item", "quantity") + '"]').value);
        if (item.checked) sum += Number(item.dataset.amount) * (Number.isInteger(many) && many > 0 ? many : 0);
      });
      fee.querySelector("[data-sum]").textContent = said(sum);
    });
    document.querySelectorAll("[data-due]").forEach(function (paid) {
      const change = paid.querySelector("[data-change]");
      if (change) change.textContent = said(Math.max(0, cents(paid.querySelector("[name=given]").value) - Number(paid.dataset.due)));
    });
  }

  document.addEventListener("input", reckon);
  document.addEventListener("htmx:afterSettle", function () { window.setTimeout(reckon, 10); });
  document.addEventListener("DOMContentLoaded", function () {
    reckon();
    if (document.querySelector("[data-prints]")) window.print();
  });
})();
