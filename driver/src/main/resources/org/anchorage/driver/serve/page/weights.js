/* SPDX-License-Identifier: Apache-2.0 */
import { base64 } from "./images.js";
import { kept } from "./store.js";

/** What "not like this" weighs against what is wanted (Rocchio, 1971). */
const DISLIKE = 0.5;

/** A search that the page does not send, with a title and what to do. */
export class Unasked extends Error {
  constructor(title, message) {
    super(message);
    this.title = title;
  }
}

/**
 * Turns the parts of a query into the server's. The query is the mean of what results are like, less
 * half the mean of what they are not like. So a third "not like this" does not outweigh the query.
 *
 * @throws Unasked if results are to be like nothing, or an image is not on this machine
 */
export async function queries(terms) {
  const liked = sum(terms, 1);
  const disliked = sum(terms, -1);
  if (liked === 0) {
    throw new Unasked(
      "Nothing is left that results are like",
      "Turn one part of the query to “Like”, or add an image.",
    );
  }
  return Promise.all(
    terms.map(async ({ kind, value, weight }) => ({
      ...(kind === "id" ? { id: value } : { image: await base64(await image(value)) }),
      weight: weight > 0 ? weight / liked : (DISLIKE * weight) / disliked,
    })),
  );
}

const sum = (terms, sign) =>
  terms.reduce((total, { weight }) => total + Math.max(0, sign * weight), 0);

async function image(key) {
  const blob = await kept(key);
  if (blob === null) {
    throw new Unasked(
      "The image of this link is not here",
      "A link names an image, and the image itself stays in the browser that searched for it." +
        " Choose or drop the image, and the same search goes on.",
    );
  }
  return blob;
}

/** Leaves out images that this browser does not have. */
export async function present(terms) {
  const there = await Promise.all(
    terms.map(async ({ kind, value }) => kind === "id" || (await kept(value)) !== null),
  );
  return terms.filter((term, i) => there[i]);
}
