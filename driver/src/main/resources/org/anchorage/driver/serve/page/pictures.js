/* SPDX-License-Identifier: Apache-2.0 */
import * as api from "./api.js";
import { icon, make } from "./dom.js";
import { kept } from "./store.js";
import { token } from "./token.js";

/** Longest side of pictures whose pixels are shown as they are. */
const PIXELS = 64;

/**
 * Makes the picture of a part of a query or of a result. While there is none, and if there is none,
 * a quiet tile with a text stands for it.
 *
 * @param term {kind: "id" | "image", value}
 * @param text of the tile
 */
export function picture(term, text) {
  const image = make("img", { alt: "", decoding: "async", draggable: false });
  const frame = make("span", { className: "picture", "aria-hidden": "true" }, image);
  image.addEventListener("load", () => {
    const { naturalWidth, naturalHeight } = image;
    frame.classList.toggle("pixels", Math.max(naturalWidth, naturalHeight) <= PIXELS);
    frame.classList.add("there");
  });
  image.addEventListener("error", () => blank(frame, text));
  source(term).then(
    (url) => (url === null ? blank(frame, text) : (image.src = url)),
    () => blank(frame, text),
  );
  return frame;
}

async function source({ kind, value }) {
  if (kind === "id" && token() === null) {
    return api.pictureUrl(value);
  }
  // An <img> sends no token, so the bytes are fetched.
  const blob = kind === "id" ? await api.picture(value) : await kept(value);
  return blob === null ? null : url(blob);
}

/** As a data: URL, which is freed with its image. */
function url(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

function blank(frame, text) {
  let hue = 0;
  for (const character of text) {
    hue = (hue * 31 + character.codePointAt(0)) % 360;
  }
  frame.classList.add("blank");
  frame.style.setProperty("--hue", hue);
  frame.replaceChildren(text ? make("span", {}, text) : icon("image"));
}
