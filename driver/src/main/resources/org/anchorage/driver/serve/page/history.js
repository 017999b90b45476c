/* SPDX-License-Identifier: Apache-2.0 */
import { byId, make } from "./dom.js";
import { format, queryOf } from "./permalink.js";
import { picture } from "./pictures.js";
import { here } from "./place.js";
import { forgetAllBut } from "./store.js";

const MOST = 24;

/** An address may serve one index today and another tomorrow: each network has its own strip. */
let place = "anchorage.history";

/** Remembers a search that was answered. The same query has one place in the strip. */
export function remember(search) {
  const { terms } = search;
  const query = queryOf(search);
  const others = read().filter((one) => one.query !== query);
  write([{ query, terms, to: format(search) }, ...others].slice(0, MOST));
}

/** Shows the strip of queries before this one. */
export function showHistory(search) {
  const others = read().filter((one) => one.query !== queryOf(search));
  byId("history").hidden = others.length === 0;
  const list = byId("earlier");
  const shown = others.map((one) => one.query).join(" ");
  if (list.dataset.shown !== shown) {
    list.dataset.shown = shown;
    list.replaceChildren(...others.map(entry));
  }
}

/** Begins the strip of a network. Clearing it forgets the images that this browser keeps, too. */
export function beginHistory(model) {
  place = `anchorage.history.${model}`;
  byId("forget").onclick = async () => {
    write([]);
    byId("history").hidden = true;
    await forgetAllBut(here().terms.map(({ value }) => value));
  };
}

function entry({ terms, to }) {
  const [first, ...rest] = terms;
  const name = terms
    .map(({ kind, value, weight }) => (weight < 0 ? "not " : "") + (kind === "id" ? value : "an image"))
    .join(", ");
  const more = rest.length ? make("span", { className: "earlier-more" }, `+${rest.length}`) : null;
  return make(
    "li",
    {},
    make("a", { href: to, title: name, "aria-label": `Search again by ${name}` }, picture(first, ""), more),
  );
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "[]");
  } catch {
    return [];
  }
}

function write(earlier) {
  try {
    localStorage.setItem(place, JSON.stringify(earlier));
  } catch {
    // A browser that keeps nothing has no earlier queries.
  }
}
