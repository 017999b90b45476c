/* SPDX-License-Identifier: Apache-2.0 */
import { filterOf } from "./permalink.js";
import { ask, token } from "./token.js";

const TRIES = 4;

/** Something that the server did not do. */
export class Problem extends Error {
  /**
   * @param code the server's word, or "gone" if it did not answer
   * @param message what the server says
   */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Asks the server for JSON. */
const json = async (path, options) => (await answer(path, options)).json();

/** Asks the server. Comes back later if it is busy, and asks for the token if it wants one. */
async function answer(path, options = {}) {
  for (let tries = 1; ; tries++) {
    const sent = token();
    const response = await fetched(path, sent, options);
    if (response.ok) {
      return response;
    }
    if (response.status === 401 && (await ask(sent))) {
      continue;
    }
    if (response.status === 503 && tries < TRIES) {
      const seconds = Number(response.headers.get("Retry-After") ?? 1);
      await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 5) * 1000));
      continue;
    }
    const said = await response.json().catch(() => ({}));
    throw new Problem(response.status, said.code ?? "failed", said.detail ?? response.statusText);
  }
}

async function fetched(path, sent, { body, signal }) {
  const headers = {};
  if (sent !== null) {
    headers.Authorization = `Bearer ${sent}`;
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  try {
    return await fetch(new URL(path, document.baseURI), {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (e) {
    if (e.name === "AbortError") {
      throw e;
    }
    throw new Problem(0, "gone", "The server does not answer.");
  }
}

const query = (fields) => new URLSearchParams(fields).toString();

/** What is served, and the limits of requests. */
export const index = () => json("v1/index");

/** Precision and recall by distance: points, ascending, and on what they were measured. */
export const thresholds = () => json("v1/thresholds");

/** Values of each name with their numbers of items, most frequent first. */
export const counts = async (where, most, signal) =>
  (await json(`v1/counts?${query({ where: filterOf(where), most })}`, { signal })).counts;

/** An item by its id. */
export const item = (id) => json(`v1/items?${query({ id })}`);

/** Where an item's picture is. */
export const pictureUrl = (id) =>
  new URL(`v1/items/thumbnail?${query({ id })}`, document.baseURI).href;

/** An item's picture, for servers that want a token. */
export const picture = async (id) => (await answer(`v1/items/thumbnail?${query({ id })}`)).blob();

/**
 * Searches.
 *
 * @param queries for the server: [{id or image, weight}]
 * @param offset results that are there already
 * @param k results wanted
 */
export function search(queries, { where, within, fold }, offset, k, signal) {
  const body = { queries, offset, k };
  if (Object.keys(where).length) {
    body.where = filterOf(where);
  }
  if (within !== null) {
    body.threshold = within;
  }
  if (fold) {
    // Equal vectors: copies of one image.
    body.fold = 0;
  }
  return json("v1/search", { body, signal });
}
