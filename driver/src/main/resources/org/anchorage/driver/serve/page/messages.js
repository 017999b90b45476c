/* SPDX-License-Identifier: Apache-2.0 */
import { byId, make } from "./dom.js";

/** Titles of what went wrong, by the server's word. What the server says stands below. */
const TITLES = {
  gone: "The server does not answer",
  busy: "The server is busy",
  stopping: "The server is stopping",
  too_large: "The image is too large",
  bad_image: "The image cannot be read",
  no_item: "There is no such item",
  unauthorised: "This server wants a token",
  foreign_name: "This server answers under another name",
  bad_filter: "The filter does not fit this index",
};
const HINTS = {
  too_large:
    "The page shrinks images to 512 pixels, and this one is still more than the server takes." +
    " Choose a smaller one.",
  gone: "Look whether it still runs and whether you are connected, then try again.",
};
/** What trying again may mend. */
const PASSING = new Set(["gone", "busy", "stopping", "failed", "unauthorised"]);

/** Tells a screen reader something. */
export const say = (text) => {
  byId("live").textContent = text;
};

/** Hides the message. */
export const calm = () => byId("message").replaceChildren();

/**
 * Shows what went wrong.
 *
 * @param e a Problem of the server, or an error with a message in plain words
 * @param retry what "Try again" does
 */
export function fail(e, retry) {
  if (e.name === "AbortError") {
    return;
  }
  const code = e.status === 413 ? "too_large" : e.code;
  const title = e.title ?? TITLES[code] ?? (e.status >= 500 ? "The server failed" : "That did not work");
  show(title, HINTS[code] ?? e.message, e.status >= 500 || PASSING.has(code) ? retry : null);
}

/** Shows a message with a title; with "Try again" if there is something to try. */
export function show(title, text, retry = null) {
  const button =
    retry === null
      ? null
      : make("button", { type: "button", className: "button", onclick: retry }, "Try again");
  byId("message").replaceChildren(
    make(
      "div",
      { className: "message" },
      make("div", {}, make("strong", {}, title), make("p", {}, text)),
      button,
    ),
  );
}
