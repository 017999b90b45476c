/* SPDX-License-Identifier: Apache-2.0 */
import { answered } from "./answers.js";
import { byId, count, counted, distance } from "./dom.js";
import { calm, fail, say } from "./messages.js";
import { PAGE, format } from "./permalink.js";
import { adjust, again, go } from "./place.js";
import { skeleton, tile } from "./tile.js";

/** Milliseconds before an answer that is not there looks like one that is to come. */
const PATIENCE = 150;

let running = new AbortController();

/**
 * Shows the results of a search.
 *
 * @return what was found; null if the search failed, was overtaken by another, or is by nothing
 */
export async function showResults(search) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  calm();
  byId("workspace").hidden = search.terms.length === 0;
  if (search.terms.length === 0) {
    say("");
    return null;
  }
  const place = wait(signal);
  try {
    const answer = await answered(search, signal);
    signal.throwIfAborted();
    running.abort();
    display(search, answer, place);
    return answer;
  } catch (e) {
    if (!signal.aborted) {
      running.abort();
      clear();
      fail(e, again);
    }
    return null;
  }
}

/** Shows that something is under way; returns what had the focus: "grid", "more" or null. */
function wait(signal) {
  const grid = byId("grid");
  const { activeElement } = document;
  grid.setAttribute("aria-busy", "true");
  const adding = activeElement === byId("more");
  setTimeout(() => {
    // Most answers come sooner, and nothing flickers.
    if (!signal.aborted && !adding) {
      grid.replaceChildren(...Array.from({ length: PAGE }, skeleton));
      byId("summary").textContent = "Searching…";
      byId("took").textContent = "";
    }
  }, PATIENCE);
  if (adding) {
    return "more";
  }
  return grid.contains(activeElement) ? "grid" : null;
}

function clear() {
  byId("grid").replaceChildren();
  byId("grid").setAttribute("aria-busy", "false");
  byId("summary").textContent = "";
  byId("took").textContent = "";
  byId("more").hidden = true;
  byId("nothing").hidden = true;
  say("");
}

function display(search, { hits, matching, milliseconds, ended }, place) {
  const grid = byId("grid");
  const from = put(grid, search, hits);
  grid.setAttribute("aria-busy", "false");
  byId("nothing").hidden = hits.length > 0;
  byId("nothing-why").textContent = why(search);
  byId("widen").hidden = search.within === null && Object.keys(search.where).length === 0;
  byId("widen").onclick = () => go({ ...search, where: {}, within: null });
  byId("more").hidden = ended;
  byId("more").onclick = () => adjust({ ...search, k: hits.length + PAGE });
  if (place !== null) {
    const first = grid.children[place === "more" ? from : 0];
    first?.querySelector("a").focus({ preventScroll: place === "grid" });
  }
  const took = milliseconds.embed + milliseconds.search;
  const found = hits.length ? counted(hits.length, "result") : "No results";
  const of = `${found} of ${counted(matching, "item")}`;
  byId("summary").textContent = of;
  byId("took").textContent = `${took < 10 ? took.toFixed(1) : count(Math.round(took))} ms`;
  say(hits.length ? `${of}, the nearest at distance ${distance(hits[0].distance)}.` : `${of}.`);
}

/** Says why there may be no results. */
function why({ where, within }) {
  const limits = [
    ...(within === null ? [] : [`lies within a distance of ${distance(within)}`]),
    ...(Object.keys(where).length === 0 ? [] : ["passes the filters"]),
  ];
  return limits.length ? `No item ${limits.join(" and ")}.` : "There is nothing else in the index.";
}

/** Puts results into the grid; returns the first that was not there before. */
function put(grid, search, hits) {
  const now = format({ ...search, k: PAGE });
  grid.querySelectorAll(".skeleton").forEach((one) => one.remove());
  const old = [...grid.children];
  const other = old.findIndex((one, i) => one.dataset.id !== hits[i]?.item.id);
  const from = grid.dataset.search !== now ? 0 : other < 0 ? old.length : other;
  old.slice(from).forEach((one) => one.remove());
  grid.append(...hits.slice(from).map((hit, i) => tile(hit, search, from + i === 0)));
  grid.dataset.search = now;
  return from;
}
