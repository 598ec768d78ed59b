// Draws <div class="chart" data-chart="id" role="img" aria-label="…"></div> from the ECharts option in
// {{ option|json_script:"id" }}; in a fragment, whose scripts htmx leaves out, from data-option="{{ option as JSON }}". A page that uses it loads vendor/echarts.js before this file. Canvas and texts drawn in
// it alone: ECharts' own HTML would carry styles that the pages' rules forbid.
(function () {
  "use strict";
  const fonts = getComputedStyle(document.body).fontFamily;

  function draw(element) {
    const option = JSON.parse(element.dataset.option || document.getElementById(element.dataset.chart).textContent);
    const dark = document.documentElement.dataset.bsTheme === "dark";
    const style = getComputedStyle(document.body);
    const chart = window.echarts.init(element, dark ? "dark" : null, { renderer: "canvas" });
    option.backgroundColor = "transparent";
    option.textStyle = Object.assign({ fontFamily: fonts, color: style.color }, option.textStyle);
    option.animation = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    option.grid = option.grid || { left: 8, right: 16, top: 32, bottom: 8, containLabel: true };
    option.color = option.color || ["#0e7c86", "#c2570c", "#4263a8", "#8a5a9c", "#5f7a1f", "#b03052"];
    if (option.tooltip !== false) {
      option.tooltip = Object.assign({ trigger: "axis" }, option.tooltip, { renderMode: "richText" });
    }
    chart.setOption(option);
    new ResizeObserver(function () { chart.resize(); }).observe(element);
  }

  const CHARTS = ".chart[data-chart], .chart[data-option]";
  document.querySelectorAll(CHARTS).forEach(draw);
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!event.detail.shouldSwap) return;
    event.detail.target.querySelectorAll(CHARTS).forEach(function (element) {
      const chart = window.echarts.getInstanceByDom(element);
      if (chart) chart.dispose();
    });
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    event.detail.target.querySelectorAll(CHARTS).forEach(draw);
  });
})();
