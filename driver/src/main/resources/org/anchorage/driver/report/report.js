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
  const runs = data.runs;
  const first = runs[0]?.epochs ?? [];
  let charts = [];

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
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
    const last = Math.max(1, ...runs.flatMap((run) => run.epochs.map((e) => e.epoch)));
    return axis("Epoch (0 = untrained)", {
      type: "linear",
      min: 0,
      max: last,
      ticks: { precision: 0, color: color("soft") },
    });
  }

  function curve(label, hue, epochs, value) {
    return {
      label: label,
      data: epochs
        .map((e) => ({ x: e.epoch, y: value(e) }))
        .filter((p) => p.y !== null && p.y !== undefined),
      borderColor: hue,
      backgroundColor: hue,
      borderWidth: 2,
      pointRadius: epochs.length > 40 ? 0 : 3,
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
    drawOn(document.getElementById("chart-" + id), config);
  }

  function drawOn(canvas, config) {
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
      .map(([key, label], i) => curve(label, hues[i], first, (e) => percent(e.metrics[key])))
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
      data: { datasets: [curve("Loss", hues[0], first, (e) => e.loss)] },
      options: options(epochAxis(), axis("Loss (no unit)", { beginAtZero: true }), false, "", "nearest"),
    });
    const active = curve("Active", hues[1], first, (e) => percent(e.active_share));
    draw("active", {
      type: "line",
      data: { datasets: [active] },
      options: options(epochAxis(), axis("Tuples (%)", { min: 0, max: 100 }), false, "%", "nearest"),
    });
  }

  function seconds() {
    const known = ["train", "embed", "mine", "evaluate"];
    const named = new Set(first.flatMap((e) => Object.keys(e.seconds)));
    const stages = [...new Set([...known.filter((s) => named.has(s)), ...named])];
    draw("seconds", {
      type: "bar",
      data: {
        labels: first.map((e) => e.epoch),
        datasets: stages.map((stage, i) => ({
          label: stage,
          data: first.map((e) => e.seconds[stage] ?? 0),
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

  // Of several runs: a curve a run.

  function cumulative(epochs) {
    let sum = 0;
    const sums = new Map();
    for (const e of epochs) {
      sum += Object.values(e.seconds).reduce((one, other) => one + other, 0);
      sums.set(e, sum / 60);
    }
    return (e) => sums.get(e);
  }

  function shared(canvas) {
    const key = canvas.dataset.curve;
    const values = {
      active_share: () => (e) => percent(e.active_share),
      seconds: cumulative,
    };
    const unit = key === "seconds" ? " min" : "%";
    const value = values[key] ?? (() => (e) => percent(e.metrics[key]));
    const sets = runs.map((run, i) =>
      Object.assign(curve(run.name, hues[i], run.epochs, value(run.epochs)), {
        pointStyle: shapes[i % shapes.length],
        borderDash: i < 4 ? [] : [6, 3],
      }),
    );
    const y = axis(key === "seconds" ? "Time (min)" : "Share (%)", { beginAtZero: true });
    drawOn(canvas, {
      type: "line",
      data: { datasets: sets.filter((set) => set.data.length > 0) },
      options: options(epochAxis(), y, true, unit, "nearest"),
    });
  }

  function distances(canvas) {
    const drawn = runs[Number(canvas.dataset.distances)].distances;
    const width = drawn.most / drawn.same.length;
    const hill = (label, counts, hue, dash) => {
      const total = counts.reduce((sum, count) => sum + count, 0) || 1;
      return {
        label: label,
        data: counts.map((count, i) => ({ x: (i + 0.5) * width, y: (100 * count) / total })),
        borderColor: hue,
        backgroundColor: hue + "40",
        borderDash: dash,
        borderWidth: 2,
        pointRadius: 0,
        pointHitRadius: 8,
        fill: "origin",
        tension: 0.2,
      };
    };
    const config = options(
      axis("Euclidean distance", { type: "linear", min: 0, max: drawn.most || 1 }),
      axis("Pairs (%)", { beginAtZero: true }),
      true,
      "%",
      "nearest",
    );
    config.plugins.tooltip.callbacks.title = (items) =>
      items.length ? "Distance " + items[0].raw.x.toPrecision(3) : "";
    drawOn(canvas, {
      type: "line",
      data: {
        datasets: [
          hill("of a class", drawn.same, hues[2], []),
          hill("of two classes", drawn.different, hues[1], [6, 3]),
        ],
      },
      options: config,
    });
  }

  // What was measured of an index's distances.

  function calibration(canvas) {
    const { points, roc } = data.calibration;
    const line = (label, places, hue, dash, x, y) => ({
      label: label,
      data: places.map((place) => ({ x: x(place), y: y(place), distance: place.distance })),
      borderColor: hue,
      backgroundColor: hue,
      borderDash: dash,
      borderWidth: 2,
      pointRadius: 0,
      pointHitRadius: 8,
      clip: false,
    });
    const share = (title) => axis(title, { type: "linear", min: 0, max: 100 });
    const far = (one) => one.distance;
    const views = {
      distance: () => [
        [
          line("Precision", points, hues[0], [], far, (one) => percent(one.precision)),
          line("Recall", points, hues[1], [6, 3], far, (one) => percent(one.recall)),
          line("F1", points, hues[2], [2, 3], far, (one) => percent(one.f1)),
        ],
        axis("Euclidean distance", { type: "linear", min: 0 }),
        share("Share (%)"),
      ],
      precision: () => [
        [line("Precision", points, hues[0], [], (one) => percent(one.recall), (one) => percent(one.precision))],
        share("Recall (%)"),
        share("Precision (%)"),
      ],
      roc: () => [
        [
          line(
            "True positives",
            [{ falsePositiveRate: 0, truePositiveRate: 0, distance: 0 }, ...roc],
            hues[0],
            [],
            (one) => percent(one.falsePositiveRate),
            (one) => percent(one.truePositiveRate),
          ),
        ],
        share("False positives (%)"),
        share("True positives (%)"),
      ],
    };
    const [sets, x, y] = views[canvas.dataset.calibration]();
    const config = options(x, y, sets.length > 1, "%", "nearest");
    config.plugins.tooltip.callbacks.title = (items) =>
      items.length ? "Distance up to " + items[0].raw.distance.toPrecision(4) : "";
    drawOn(canvas, { type: "line", data: { datasets: sets }, options: config });
  }

  function redraw() {
    charts.forEach((chart) => chart.destroy());
    charts = [];
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    quality();
    losses();
    seconds();
    document.querySelectorAll("canvas[data-curve]").forEach(shared);
    document.querySelectorAll("canvas[data-distances]").forEach(distances);
    document.querySelectorAll("canvas[data-calibration]").forEach(calibration);
  }

  // Tables: a click on a head sorts by its column, and a second one the other way.

  function order(cell) {
    const value = cell.dataset.v;
    return value === undefined ? cell.textContent : value === "" ? Infinity : Number(value);
  }

  function sort(table, column, sign) {
    const rows = [...table.tBodies[0].rows];
    rows.sort((one, other) => {
      const a = order(one.cells[column]);
      const b = order(other.cells[column]);
      return sign * (typeof a === "string" ? a.localeCompare(b) : a === b ? 0 : a - b);
    });
    table.tBodies[0].append(...rows);
    [...table.tHead.rows[0].cells].forEach((head, i) => {
      head.removeAttribute("aria-sort");
      if (i === column) {
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      }
    });
  }

  document.querySelectorAll("table.sortable").forEach((table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () =>
        sort(table, column, head.getAttribute("aria-sort") === "ascending" ? -1 : 1),
      );
      head.append(button);
    });
  });

  redraw();
  dark.addEventListener("change", redraw);
})();
