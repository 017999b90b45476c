/* SPDX-License-Identifier: Apache-2.0 */
import { count } from "./dom.js";
import { keep } from "./store.js";

/** Longest side of an image that is sent. Networks take images that are smaller still. */
const SIDE = 512;
const MOST_BYTES = 64 << 20;
const QUALITY = 0.92;
/** Types that the server reads as they are. */
const SENT = ["image/jpeg", "image/png"];

/** An image that cannot be searched by, with a reason in plain words. */
export class BadImage extends Error {}

/**
 * Makes an image small enough to send, and keeps it in this browser. A small JPEG or PNG stays as it
 * is, so that it has the same vector as on the command line.
 *
 * @return the key that it is kept under
 */
export async function shrunk(file) {
  if (file.size > MOST_BYTES) {
    throw new BadImage(
      `“${file.name}” is too large: ${megabytes(file.size)}. Choose one of at most ` +
        `${megabytes(MOST_BYTES)}.`,
    );
  }
  const bitmap = await decoded(file);
  const { width, height } = bitmap;
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const asItIs = scale === 1 && SENT.includes(file.type);
  const made = asItIs ? file : await drawn(bitmap, scale, file.type);
  bitmap.close();
  const bytes = await made.arrayBuffer();
  const key = hash(new Uint8Array(bytes));
  // Not the file itself: a browser would keep its path, and the file may go.
  await keep(key, new Blob([bytes], { type: made.type }));
  return key;
}

const megabytes = (bytes) => `${count(Math.ceil(bytes / 1e5) / 10)} MB`;

async function decoded(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new BadImage(
      `“${file.name}” is not an image that this browser can read. Choose a JPEG, PNG, WebP or GIF.`,
    );
  }
}

async function drawn(bitmap, scale, type) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  // A JPEG cannot be transparent, and a photograph needs ten times the bytes as PNG.
  const written = type === "image/jpeg" ? "image/jpeg" : "image/png";
  return new Promise((resolve) => canvas.toBlob(resolve, written, QUALITY));
}

/**
 * Names an image by its bytes: 53 bits (cyrb53). The browser's SHA-256 is there on secure pages
 * alone, and nobody gains by two images of one key: both are their own.
 */
function hash(bytes) {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 2654435761);
    b = Math.imul(b ^ byte, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** Writes an image in base64, as JSON needs it. */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1]));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}
