/* SPDX-License-Identifier: Apache-2.0 */
import { limit, onNewIndex } from "./answers.js";
import * as api from "./api.js";
import { byId, counted, make } from "./dom.js";
import { forgetCounts, showFilters } from "./filters.js";
import { beginHistory, remember, showHistory } from "./history.js";
import { readKeys } from "./keys.js";
import { fail, show } from "./messages.js";
import { adjust, here, onMove } from "./place.js";
import { readIds, showQuery } from "./query.js";
import { showResults } from "./results.js";
import { forgetScale, measure, readThreshold, showThreshold } from "./threshold.js";
import { readToken } from "./token.js";
import { readUploads } from "./uploads.js";

async function showSearch() {
  const search = here();
  showQuery(search);
  showHistory(search);
  showThreshold(search);
  byId("fold").checked = search.fold;
  showFilters(search);
  const found = await showResults(search);
  if (found !== null) {
    remember(search);
    showThreshold(search, found.hits.at(-1)?.distance);
  }
}

function readSwitches() {
  byId("skip").addEventListener("click", (event) => {
    // Its address would be another search.
    event.preventDefault();
    document.querySelector(".tile-link")?.focus();
  });
  byId("fold").addEventListener("change", ({ target }) => adjust({ ...here(), fold: target.checked }));
  const copy = byId("copy");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    copy.classList.add("done");
    setTimeout(() => copy.classList.remove("done"), 1500);
  });
  byId("show-filters").addEventListener("click", ({ currentTarget }) => {
    const open = byId("filters").classList.toggle("open");
    currentTarget.setAttribute("aria-expanded", String(open));
  });
}

function tell(index) {
  const recall = index.measured < 1 ? `recall ${index.measured.toFixed(3)}` : "exact";
  const more = make("span", { className: "roomy" }, ` · ${recall}`);
  byId("index").replaceChildren(counted(index.items, "item"), more);
  if (index.items === 0) {
    show("This index is empty", "Add items to it, and search again.");
  }
}

/** Takes up what the server says of its index, and returns it. */
async function learn() {
  const [index, thresholds] = await Promise.all([api.index(), api.thresholds()]);
  limit(index.limits.k);
  measure(thresholds);
  beginHistory(index.model);
  return index;
}

/** The server has another index: nothing that is known of the one before holds. */
async function renew() {
  forgetCounts();
  forgetScale();
  try {
    tell(await learn());
  } catch {
    // The next search says it louder if the server is gone.
  }
  const search = here();
  showHistory(search);
  showThreshold(search);
  showFilters(search);
}

async function start() {
  try {
    const index = await learn();
    onMove(showSearch);
    tell(index);
  } catch (e) {
    fail(e, () => {
      show("Trying again…", "");
      start();
    });
  }
}

readUploads();
readIds();
readKeys();
readSwitches();
readThreshold();
readToken();
onNewIndex(renew);
start();
