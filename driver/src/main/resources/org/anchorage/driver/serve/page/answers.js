/* SPDX-License-Identifier: Apache-2.0 */
import * as api from "./api.js";
import { forgetFirst } from "./dom.js";
import { PAGE, format } from "./permalink.js";
import { queries } from "./weights.js";

const MOST = 30;

/** Answers of this visit by their fragments: going back shows the same results at once. */
const answers = new Map();
let mostResults = PAGE;
let version = null;
let renewed = async () => {};

/** Sets the most results that the server gives. */
export const limit = (k) => {
  mostResults = k;
};

/** Says what to do, and to wait for, when the server has another index, or this one has changed. */
export const onNewIndex = (work) => {
  renewed = work;
};

/**
 * Answers a search, from what is there or by the server.
 *
 * @return the server's answer with all hits from the first on; ended if there are no more
 */
export async function answered(search, signal) {
  const before = answers.get(format(search)) ?? answers.get(format({ ...search, k: search.k - PAGE }));
  const complete = before !== undefined && (before.ended || before.hits.length >= search.k);
  const answer = complete ? before : await more(before?.hits ?? [], search, signal);
  remember(format(search), answer);
  return answer;
}

/** Asks for the results behind those that are there. */
async function more(there, search, signal) {
  const wanted = Math.min(search.k, mostResults) - there.length;
  const parts = await queries(search.terms);
  signal.throwIfAborted();
  const answer = await api.search(parts, search, there.length, wanted, signal);
  if (answer.index !== version && version !== null) {
    answers.clear();
    await renewed();
    signal.throwIfAborted();
  }
  const known = version;
  version = answer.index;
  if (answer.index !== known && there.length > 0) {
    // Pages of two indexes do not fit together.
    return more([], search, signal);
  }
  const hits = [...there, ...answer.hits];
  return { ...answer, hits, ended: answer.hits.length < wanted || hits.length >= mostResults };
}

function remember(key, answer) {
  answers.delete(key);
  answers.set(key, answer);
  forgetFirst(answers, MOST);
}
