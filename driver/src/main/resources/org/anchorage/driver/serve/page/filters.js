/* SPDX-License-Identifier: Apache-2.0 */
import * as api from "./api.js";
import { byId, make, own, redraw } from "./dom.js";
import { facet } from "./facet.js";
import { filterOf, filtered } from "./permalink.js";
import { go, here } from "./place.js";

/** Most values of a name that the server tells. */
const MOST = 1000;

const known = new Map();
let running = new AbortController();

/**
 * Shows the filters with their counts. The counts of a name are those of items that the other
 * filters admit: they say what one more value of the name would bring.
 */
export async function showFilters(search) {
  const { where } = search;
  running.abort();
  running = new AbortController();
  const { signal } = running;
  showChosen(search);
  try {
    const whole = await counts(where, signal);
    // The server names what is found alone, and what is chosen must stay to be taken back.
    const names = new Set([...Object.keys(whole), ...Object.keys(where)]);
    const facets = await Promise.all(
      [...names].map(async (name) => {
        const { [name]: ignored, ...others } = where;
        const chosen = own(where, name) ?? [];
        const from = chosen.length ? await counts(others, signal) : whole;
        const values = own(from, name) ?? [];
        return values.length > 1 || chosen.length ? facet(name, values, chosen, choose) : null;
      }),
    );
    const shown = facets.filter((one) => one !== null);
    signal.throwIfAborted();
    put(shown);
  } catch (e) {
    if (e.name !== "AbortError") {
      // The search says it louder if the server is gone.
      byId("facets").replaceChildren(make("p", { className: "hint" }, `No filters: ${e.message}`));
    }
  }
}

/** Forgets counts: the index has changed. */
export const forgetCounts = () => known.clear();

async function counts(where, signal) {
  const key = filterOf(where);
  if (!known.has(key)) {
    known.set(key, await api.counts(where, MOST, signal));
  }
  return known.get(key);
}

const choose = (name, values) => go(filtered(here(), name, values));

function showChosen({ where, within }) {
  const chosen = Object.values(where).flat().length;
  // On a phone the slider is behind the same button.
  const limits = chosen + (within === null ? 0 : 1);
  byId("clear-filters").hidden = chosen === 0;
  byId("clear-filters").onclick = () => go({ ...here(), where: {} });
  byId("filters-count").textContent = limits === 0 ? "" : String(limits);
}

/** Puts filters in the place of those before. What was closed stays closed. */
function put(facets) {
  const closed = new Set(
    [...document.querySelectorAll(".facet:not([open])")].map((one) => one.dataset.name),
  );
  facets.forEach((one) => (one.open = !closed.has(one.dataset.name)));
  redraw(() => byId("facets").replaceChildren(...facets));
}
