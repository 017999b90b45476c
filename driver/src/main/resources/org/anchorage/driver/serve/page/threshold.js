/* SPDX-License-Identifier: Apache-2.0 */
import { byId, counted, distance, percent, settled } from "./dom.js";
import { adjust, here } from "./place.js";

const STEPS = 200;

let points = [];
let farthest = 0;
let moving = false;

/** Reads the slider. */
export function readThreshold() {
  const slider = byId("within");
  const settle = settled(200, () => {
    moving = false;
    adjust({ ...here(), within: chosen() });
  });
  slider.addEventListener("input", () => {
    moving = true;
    tell(chosen());
    settle();
  });
}

/** Takes what calibration measured: points by distance, ascending, or none. */
export function measure(thresholds) {
  ({ points } = thresholds);
  byId("curves").title = origin(thresholds);
  draw();
}

/** Says what precision and recall were measured on. */
function origin({ measured }) {
  if (measured === undefined) {
    return "";
  }
  const { pairs, nearest, items, split, same, different } = measured;
  return pairs === "results"
    ? `Measured on the ${nearest} nearest of ${counted(items, "item")}${split && ` of the split ${split}`}.`
    : `Measured on ${counted(same + different, "pair")} that were given.`;
}

/** Forgets how far results lie: those of another network lie elsewhere. */
export const forgetScale = () => {
  farthest = 0;
};

/** Shows the farthest distance of a search. Without calibration, results set the scale. */
export function showThreshold({ within }, seen = 0) {
  farthest = Math.max(farthest, within ?? 0, seen);
  const slider = byId("within");
  byId("threshold").hidden = scale().to === 0;
  if (!moving) {
    slider.value = within === null ? STEPS : step(within);
    tell(within);
  }
}

/** The distances at both ends of the slider; its last step is "any". */
const scale = () =>
  points.length
    ? { from: points.length > 1 ? points[0].distance : 0, to: points.at(-1).distance }
    : { from: 0, to: farthest };

function chosen() {
  const at = Number(byId("within").value);
  const { from, to } = scale();
  return at >= STEPS ? null : Number((from + ((to - from) * at) / (STEPS - 1)).toPrecision(4));
}

function step(within) {
  const { from, to } = scale();
  return Math.min(STEPS - 1, Math.round(((within - from) / (to - from || 1)) * (STEPS - 1)));
}

function tell(within) {
  const far = within === null ? "Any distance" : `Up to ${distance(within)}`;
  const at = within === null ? null : points.findLast((point) => point.distance <= within);
  // It was measured on searches of the whole index.
  const filtered = Object.keys(here().where).length > 0;
  const known = at
    ? `${filtered ? "Without filters " : ""}${percent(at.precision)} precision, ${percent(at.recall)} recall`
    : "";
  byId("within-value").textContent = far;
  byId("within-known").textContent = known || (points.length && within === null ? "All results are shown." : "");
  byId("within").setAttribute("aria-valuetext", known ? `${far}: ${known}` : far);
  byId("curves").style.setProperty("--at", `${(Number(byId("within").value) / STEPS) * 100}%`);
}

/** Draws precision and recall by distance above the slider. */
function draw() {
  byId("curves").hidden = points.length < 2;
  if (points.length >= 2) {
    const { from, to } = scale();
    const path = (of) =>
      points
        .map((point) => [(100 * (point.distance - from)) / (to - from), 38 - 36 * point[of]])
        .map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`)
        .join("");
    byId("precision").setAttribute("d", path("precision"));
    byId("recall").setAttribute("d", path("recall"));
  }
}
