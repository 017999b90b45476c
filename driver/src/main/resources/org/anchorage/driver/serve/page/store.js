/* SPDX-License-Identifier: Apache-2.0 */
import { forgetFirst } from "./dom.js";

const NAME = "anchorage";
const IMAGES = "images";
const MOST = 100;

/** Images of a browser that keeps none, as in a private window: gone with the page. */
const fleeting = new Map();
let opened = null;

/** Keeps an image of a query under its key, so that a link to it works on this machine. */
export async function keep(key, blob) {
  const stored = await inStore("readwrite", async (images) => {
    await done(images.put({ blob, at: Date.now() }, key));
    await forgetOldest(images);
    return true;
  });
  if (stored === null) {
    fleeting.delete(key);
    fleeting.set(key, blob);
    forgetFirst(fleeting, MOST);
  }
}

/** Returns the image of a key, or null if this browser does not have it. */
export async function kept(key) {
  const stored = await inStore("readonly", (images) => done(images.get(key)));
  return stored?.blob ?? fleeting.get(key) ?? null;
}

/** Forgets all images but some. */
export async function forgetAllBut(keys) {
  const others = (key) => !keys.includes(key);
  [...fleeting.keys()].filter(others).forEach((key) => fleeting.delete(key));
  await inStore("readwrite", async (images) => {
    (await done(images.getAllKeys())).filter(others).forEach((key) => images.delete(key));
  });
}

async function forgetOldest(images) {
  if ((await done(images.count())) <= MOST) {
    return;
  }
  const keys = await done(images.getAllKeys());
  const all = await done(images.getAll());
  const oldest = keys.map((key, i) => ({ key, at: all[i].at })).sort((a, b) => a.at - b.at);
  oldest.slice(0, keys.length - MOST).forEach(({ key }) => images.delete(key));
}

async function inStore(mode, work) {
  try {
    opened ??= open();
    return await work((await opened).transaction(IMAGES, mode).objectStore(IMAGES));
  } catch {
    return null;
  }
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(IMAGES));
  return done(request);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}
