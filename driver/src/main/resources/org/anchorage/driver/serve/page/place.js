/* SPDX-License-Identifier: Apache-2.0 */
import { format, parse } from "./permalink.js";

let shown = () => {};

/** Returns what the URL searches for. */
export const here = () => parse(location.hash);

/** Shows what the URL searches for, now and whenever it changes: by a link, by back and forward. */
export function onMove(show) {
  shown = show;
  const moved = () => {
    // A place in the history that was not shown yet begins at its top.
    if (history.state === null) {
      history.replaceState({ shown: true }, "");
      window.scrollTo(0, 0);
    }
    show();
  };
  window.addEventListener("hashchange", moved);
  moved();
}

/** Goes to a search. Back comes back. */
export function go(search) {
  const to = format(search);
  if (to === format(here())) {
    shown();
  } else {
    location.hash = to;
  }
}

/** Changes the search in its place: what moves in small steps makes no steps back. */
export function adjust(search) {
  history.replaceState(history.state, "", format(search));
  shown();
}

/** Shows the same search again. */
export const again = () => shown();
