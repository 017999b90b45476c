/* SPDX-License-Identifier: Apache-2.0 */
"use strict";
// The embedding in two dimensions: points that show their image, by pointer and by keyboard.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const maps = [...document.querySelectorAll("canvas.map")];
  if (!data.points || maps.length === 0) {
    return;
  }
  const { classNames, classes, ids, sheet } = data.points;
  const SIDE = 9999;
  const MARGIN = 10;
  const hues = [
    "#3f87d9", "#e2603a", "#2f9e62", "#a05fe0", "#d99a00", "#14a3b8",
    "#d84a86", "#8a6a4a", "#7688a0", "#86ad2a", "#6a55d6", "#ef8f68",
  ];
  const image = document.getElementById("sheet");
  const card = document.getElementById("map-card");
  const select = document.getElementById("map-class");
  let marked = -1;
  let shown = -1;

  function places(canvas) {
    return data.runs[Number(canvas.dataset.run)][canvas.dataset.kind];
  }

  function at(canvas, point) {
    const scale = (canvas.clientWidth - 2 * MARGIN) / SIDE;
    const xy = places(canvas);
    return [MARGIN + xy[2 * point] * scale, canvas.clientHeight - MARGIN - xy[2 * point + 1] * scale];
  }

  // A hue alone does not tell more than twelve classes apart, so the shape changes after these.
  function dot(g, x, y, size, shape) {
    g.beginPath();
    if (shape === 0) {
      g.arc(x, y, size, 0, 7);
    } else if (shape === 1) {
      g.rect(x - size, y - size, 2 * size, 2 * size);
    } else {
      const up = shape === 2 ? -1 : 1;
      g.moveTo(x, y + up * size * 1.4);
      g.lineTo(x + size * 1.3, y - up * size);
      g.lineTo(x - size * 1.3, y - up * size);
    }
    g.fill();
  }

  function draw(canvas) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const g = canvas.getContext("2d");
    g.scale(ratio, ratio);
    const size = ids.length > 1500 ? 2 : 3.5;
    const soft = getComputedStyle(document.documentElement).getPropertyValue("--soft");
    const order = classes.map((c, point) => point);
    if (marked >= 0) {
      order.sort((one, other) => (classes[one] === marked) - (classes[other] === marked));
    }
    for (const point of order) {
      const c = classes[point];
      const faded = marked >= 0 && c !== marked;
      g.globalAlpha = faded ? 0.18 : 0.75;
      g.fillStyle = faded ? soft : hues[c % hues.length];
      const [x, y] = at(canvas, point);
      dot(g, x, y, marked === c ? size * 1.5 : size, Math.floor(c / hues.length) % 4);
    }
    if (shown >= 0) {
      const [x, y] = at(canvas, shown);
      g.globalAlpha = 1;
      g.lineWidth = 2.5;
      g.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--ink");
      g.beginPath();
      g.arc(x, y, 8, 0, 7);
      g.stroke();
    }
  }

  function drawAll() {
    maps.forEach(draw);
  }

  function nearest(canvas, x, y, most, admits) {
    let found = -1;
    let least = most * most;
    for (let point = 0; point < ids.length; point++) {
      const [px, py] = at(canvas, point);
      const squared = (px - x) ** 2 + (py - y) ** 2;
      if (squared < least && (!admits || admits(px - x, py - y, point))) {
        least = squared;
        found = point;
      }
    }
    return found;
  }

  // The place in the picture, and not the pointer's: so it is the same for the keyboard.
  function show(canvas, point) {
    if (shown === point) {
      return;
    }
    shown = point;
    card.hidden = point < 0;
    if (point >= 0) {
      const tile = card.querySelector("canvas");
      const zoom = Math.max(1, Math.floor(112 / Math.max(sheet.width, sheet.height)));
      tile.width = sheet.width * zoom;
      tile.height = sheet.height * zoom;
      const g = tile.getContext("2d");
      g.imageSmoothingEnabled = false;
      const column = point % sheet.columns;
      const row = Math.floor(point / sheet.columns);
      g.drawImage(
        image, column * sheet.width, row * sheet.height, sheet.width, sheet.height,
        0, 0, tile.width, tile.height,
      );
      const text = card.querySelector("div");
      text.replaceChildren();
      for (const line of [classNames[classes[point]], ids[point]]) {
        text.append(line, document.createElement("br"));
      }
      const box = canvas.getBoundingClientRect();
      const [x, y] = at(canvas, point);
      const left = Math.min(box.left + x + 14, document.documentElement.clientWidth - card.offsetWidth - 6);
      card.style.left = Math.max(6, left) + window.scrollX + "px";
      card.style.top = box.top + y + 14 + window.scrollY + "px";
    }
    drawAll();
  }

  function mark(label) {
    marked = label;
    select.value = String(label);
    drawAll();
  }

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function pressed(canvas, event) {
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const [x, y] = shown < 0 ? [canvas.clientWidth / 2, canvas.clientHeight / 2] : at(canvas, shown);
      const ahead = (dx, dy, point) =>
        point !== shown && dx * step[0] + dy * step[1] > Math.abs(dx * step[1] + dy * step[0]);
      const next = nearest(canvas, x, y, Infinity, shown < 0 ? null : ahead);
      if (next >= 0) {
        show(canvas, next);
        document.getElementById("map-said").textContent =
          classNames[classes[next]] + ", " + ids[next];
      }
    } else if (event.key === "Enter" && shown >= 0) {
      mark(classes[shown]);
    } else if (event.key === "Escape") {
      mark(-1);
      show(canvas, -1);
    }
  }

  maps.forEach((canvas) => {
    canvas.addEventListener("pointermove", (event) =>
      show(canvas, nearest(canvas, event.offsetX, event.offsetY, 12)),
    );
    canvas.addEventListener("pointerleave", () => show(canvas, -1));
    canvas.addEventListener("click", (event) => {
      const point = nearest(canvas, event.offsetX, event.offsetY, 12);
      mark(point < 0 ? -1 : classes[point]);
    });
    canvas.addEventListener("keydown", (event) => pressed(canvas, event));
    canvas.addEventListener("blur", () => show(canvas, -1));
  });
  select.addEventListener("change", () => mark(Number(select.value)));
  window.addEventListener("resize", drawAll);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  drawAll();
})();
