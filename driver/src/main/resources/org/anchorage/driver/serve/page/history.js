/* SPDX-License-Identifier: Apache-2.0 */
import { byId, make } from "./dom.js";
import { format, queryOf } from "./permalink.js";
import { picture } from "./pictures.js";
import { here } from "./place.js";
import { forgetAllBut } from "./store.js";

const MOST = 24;

/** An address may serve one index today and another tomorrow: each network has its own strip. */
let place = "anchorage.history";

/** Remembers a search and shows the strip of earlier ones. The same query has one place in it. */
export function showHistory(search) {
  const now = queryOf(search);
  let earlier = read();
  if (search.terms.length) {
    const { terms } = search;
    earlier = [{ query: now, terms, to: format(search) }, ...earlier.filter((one) => one.query !== now)];
    earlier.length = Math.min(earlier.length, MOST);
    write(earlier);
  }
  const others = earlier.filter((one) => one.query !== now);
  byId("history").hidden = others.length === 0;
  byId("earlier").replaceChildren(...others.map(entry));
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
