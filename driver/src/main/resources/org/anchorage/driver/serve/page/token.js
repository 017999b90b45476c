/* SPDX-License-Identifier: Apache-2.0 */
import { byId } from "./dom.js";

const KEY = "anchorage.token";
let asking = null;

/** Returns the token of this tab, or null. */
export const token = () => sessionStorage.getItem(KEY);

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
