/* SPDX-License-Identifier: Apache-2.0 */
import { byId } from "./dom.js";
import { shrunk } from "./images.js";
import { calm, fail } from "./messages.js";
import { adding, by, queryOf } from "./permalink.js";
import { go, here } from "./place.js";
import { present } from "./weights.js";

/** Reads images that are chosen, dropped or pasted. */
export function readUploads() {
  const file = byId("file");
  file.addEventListener("change", () => {
    // Chosen images are added to a query that is there.
    take([...file.files], true);
    file.value = "";
  });
  window.addEventListener("paste", (event) => {
    const files = images(event.clipboardData);
    if (files.length) {
      event.preventDefault();
      take(files, false);
    }
  });
  readDrops();
}

function readDrops() {
  const overlay = byId("drop");
  const over = (event) => {
    if ([...event.dataTransfer.types].includes("Files")) {
      event.preventDefault();
      overlay.classList.toggle("choice", here().terms.length > 0);
      overlay.hidden = false;
      const half = event.target.closest?.("[data-drop]");
      overlay.querySelectorAll("[data-drop]").forEach((one) => {
        one.classList.toggle("over", one === half);
      });
    }
  };
  window.addEventListener("dragenter", over);
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", (event) => {
    overlay.hidden ||= event.relatedTarget === null;
  });
  window.addEventListener("drop", (event) => {
    if (!overlay.hidden) {
      event.preventDefault();
      overlay.hidden = true;
      const half = event.target.closest?.("[data-drop]");
      take([...event.dataTransfer.files], half?.dataset.drop === "add");
    }
  });
}

/** Images of a clipboard. A copied text brings none, and is pasted as ever. */
const images = (data) => [...(data?.files ?? [])].filter((one) => one.type.startsWith("image/"));

/** Uploads that are being read. */
let reading = 0;
/** How often the query was replaced by an upload. */
let replaced = 0;
let before = Promise.resolve();

/**
 * Searches by images, beside what the query has or in its place. Reading a large image takes a
 * while: an upload that was overtaken by a later one, or by another query, changes nothing any more.
 */
async function take(files, add) {
  if (files.length === 0) {
    return;
  }
  calm();
  replaced += add ? 0 : 1;
  const mine = replaced;
  const asked = queryOf(here());
  const overtaken = () => mine !== replaced || (!add && asked !== queryOf(here()));
  const earlier = before;
  const keys = read(files);
  // Images are added in the order in which they were brought.
  before = Promise.allSettled([earlier, keys]);
  try {
    const terms = (await keys).map((key) => ({ kind: "image", value: key, weight: 1 }));
    if (add) {
      await earlier;
    }
    const rest = add ? await present(here().terms) : [];
    if (!overtaken()) {
      go(terms.reduce(adding, by(here(), rest)));
    }
  } catch (e) {
    if (!overtaken()) {
      fail(e, null);
    }
  }
}

/** Makes images small and keeps them; returns their keys. */
async function read(files) {
  byId("query").classList.toggle("reading", ++reading > 0);
  try {
    const keys = [];
    for (const file of files) {
      keys.push(await shrunk(file));
    }
    return keys;
  } finally {
    byId("query").classList.toggle("reading", --reading > 0);
  }
}
