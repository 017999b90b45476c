/* SPDX-License-Identifier: Apache-2.0 */
import { byId } from "./dom.js";

const KEY = "anchorage.token";

/** What a header can carry: a browser refuses to send anything else. */
const TOKEN = /^[!-~]+$/;
let asking = null;

/** Returns the token of this tab, or null. */
export function token() {
  const kept = sessionStorage.getItem(KEY);
  return kept !== null && TOKEN.test(kept) ? kept : null;
}

/** Reads the dialog. What cannot be a token is not taken. */
export function readToken() {
  const input = byId("token-input");
  input.form.addEventListener("submit", (event) => {
    if (!TOKEN.test(input.value.trim())) {
      event.preventDefault();
      byId("token-wrong").hidden = false;
      input.select();
    }
  });
}

/**
 * Asks for the token. Requests that need it at once share the question.
 *
 * @param refused the token that the server refused, or null if none was sent
 * @return whether there is one now
 */
export function ask(refused) {
  if (token() !== refused) {
    return Promise.resolve(true);
  }
  asking ??= question(refused).finally(() => {
    asking = null;
  });
  return asking;
}

function question(refused) {
  const dialog = byId("token");
  const input = byId("token-input");
  sessionStorage.removeItem(KEY);
  byId("token-wrong").hidden = refused === null;
  input.value = "";
  dialog.returnValue = "";
  byId("token-cancel").onclick = () => dialog.close();
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        const given = dialog.returnValue === "send" ? input.value.trim() : "";
        if (given) {
          sessionStorage.setItem(KEY, given);
        }
        resolve(given !== "");
      },
      { once: true },
    );
  });
}
