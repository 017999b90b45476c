/* SPDX-License-Identifier: Apache-2.0 */
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const hues = [
    "#3f87d9", "#e2603a", "#2f9e62", "#a05fe0", "#d99a00", "#14a3b8",
    "#d84a86", "#8a6a4a", "#7688a0", "#86ad2a", "#6a55d6", "#ef8f68",
  ];
  const shapes = ["circle", "triangle", "rect", "rectRot"];
  let charts = [];

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function short(name) {
    return name.length > 24 ? name.slice(0, 23) + "…" : name;
  }

  function percent(share) {
    return share === null || share === undefined ? null : 100 * share;
  }

  function axis(title, more) {
    return Object.assign(
      {
        title: { display: true, text: title, color: color("soft") },
        ticks: { color: color("soft") },
        grid: { color: color("line") },
        border: { color: color("line") },
      },
      more,
    );
  }

  function epochAxis() {
    const last = Math.max(1, ...data.epochs.map((e) => e.epoch));
    return axis("Epoch (0 = untrained)", {
      type: "linear",
      min: 0,
      max: last,
      ticks: { precision: 0, color: color("soft") },
    });
  }

  function curve(label, hue, value) {
    return {
      label: label,
      data: data.epochs
        .map((e) => ({ x: e.epoch, y: value(e) }))
        .filter((p) => p.y !== null && p.y !== undefined),
      borderColor: hue,
      backgroundColor: hue,
      borderWidth: 2,
      pointRadius: data.epochs.length > 40 ? 0 : 3,
      pointHitRadius: 12,
      clip: false,
    };
  }

  function options(x, y, legend, unit, mode) {
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      locale: "en-US",
      interaction: { mode: mode, axis: "x", intersect: false },
      scales: { x: x, y: y },
      plugins: {
        legend: {
          display: legend,
          position: "bottom",
          labels: { color: color("ink"), usePointStyle: true, boxHeight: 7 },
        },
        tooltip: {
          callbacks: {
            title: (items) => (items.length ? "Epoch " + (items[0].raw.x ?? items[0].label) : ""),
            label: (item) =>
              " " + item.dataset.label + ": " + Number(item.parsed.y.toPrecision(4)) + unit,
          },
        },
      },
    };
  }

  function draw(id, config) {
    const canvas = document.getElementById("chart-" + id);
    if (canvas) {
      charts.push(new Chart(canvas, config));
    }
  }

  function quality() {
    const shown = [
      ["recall_at_1", "Recall@1"],
      ["r_precision", "R-precision"],
      ["map_at_r", "MAP@R"],
      ["nmi", "NMI"],
    ];
    const sets = shown
      .map(([key, label], i) => curve(label, hues[i], (e) => percent(e.metrics[key])))
      .filter((set) => set.data.length > 0);
    sets.forEach((set, i) => (set.pointStyle = shapes[i]));
    const y = axis("Share (%)", { beginAtZero: true, suggestedMax: 100 });
    draw("quality", {
      type: "line",
      data: { datasets: sets },
      options: options(epochAxis(), y, true, "%", "nearest"),
    });
  }

  function losses() {
    draw("loss", {
      type: "line",
      data: { datasets: [curve("Loss", hues[0], (e) => e.loss)] },
      options: options(epochAxis(), axis("Loss (no unit)", { beginAtZero: true }), false, "", "nearest"),
    });
    const active = curve("Active", hues[1], (e) => percent(e.active_share));
    draw("active", {
      type: "line",
      data: { datasets: [active] },
      options: options(epochAxis(), axis("Tuples (%)", { min: 0, max: 100 }), false, "%", "nearest"),
    });
  }

  function seconds() {
    const known = ["train", "embed", "mine", "evaluate"];
    const named = new Set(data.epochs.flatMap((e) => Object.keys(e.seconds)));
    const stages = [...new Set([...known.filter((s) => named.has(s)), ...named])];
    draw("seconds", {
      type: "bar",
      data: {
        labels: data.epochs.map((e) => e.epoch),
        datasets: stages.map((stage, i) => ({
          label: stage,
          data: data.epochs.map((e) => e.seconds[stage] ?? 0),
          backgroundColor: hues[i % hues.length],
          maxBarThickness: 48,
          pointStyle: "rect",
        })),
      },
      options: options(
        axis("Epoch (0 = untrained)", { stacked: true, grid: { display: false } }),
        axis("Wall-clock time (s)", { stacked: true, beginAtZero: true }),
        true,
        " s",
        "index",
      ),
    });
  }

  function picture() {
    const drawn = data.picture;
    if (!drawn) {
      return;
    }
    const title = (which, share) =>
      which + " principal component (" + (100 * share).toFixed(1) + "% of variance)";
    const config = options(
      axis(title("First", drawn.firstExplained)),
      axis(title("Second", drawn.secondExplained)),
      true,
      "",
      "nearest",
    );
    config.interaction = { mode: "nearest", intersect: true };
    config.plugins.tooltip.callbacks = {
      label: (item) => " " + drawn.classNames[item.datasetIndex],
    };
    draw("picture", {
      type: "scatter",
      data: {
        datasets: drawn.classNames.map((name, i) => ({
          label: short(name),
          data: drawn.points.filter((p) => p.classIndex === i),
          backgroundColor: hues[i % hues.length] + "b8",
          borderColor: color("card"),
          borderWidth: 0.5,
          pointStyle: shapes[i % shapes.length],
          pointRadius: 5,
          pointHoverRadius: 7,
        })),
      },
      options: config,
    });
  }

  function redraw() {
    charts.forEach((chart) => chart.destroy());
    charts = [];
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    quality();
    losses();
    seconds();
    picture();
  }

  redraw();
  dark.addEventListener("change", redraw);
})();
