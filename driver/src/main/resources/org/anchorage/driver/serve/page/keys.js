/* SPDX-License-Identifier: Apache-2.0 */
import { byId } from "./dom.js";
import { dislike } from "./query.js";

const LINK = ".tile-link";

/** Reads the keyboard: / for the id, arrows among the results, X for "not like this", Escape. */
export function readKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "Escape") {
      byId("drop").hidden = true;
      document.activeElement?.blur();
    } else if (event.key === "/" && !typing(event.target)) {
      event.preventDefault();
      byId("id-input").focus();
    }
  });
  const grid = byId("grid");
  grid.addEventListener("keydown", (event) => {
    const tiles = [...grid.querySelectorAll(".tile[data-id]")];
    const at = tiles.indexOf(event.target.closest(".tile"));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key.toLowerCase() === "x") {
      event.preventDefault();
      dislike(tiles[at].dataset.id);
      return;
    }
    const to = target(event.key, at, tiles);
    if (to !== null) {
      event.preventDefault();
      tiles[Math.max(0, Math.min(tiles.length - 1, to))].querySelector(LINK).focus();
    }
  });
  grid.addEventListener("focusin", (event) => stopAt(grid, event.target.closest(".tile")));
}

const typing = (element) => /^(input|textarea|select)$/i.test(element.tagName);

function target(key, at, tiles) {
  switch (key) {
    case "ArrowRight":
      return at + 1;
    case "ArrowLeft":
      return at - 1;
    case "ArrowDown":
      return at + columns(tiles) < tiles.length ? at + columns(tiles) : tiles.length - 1;
    case "ArrowUp":
      return at - columns(tiles) >= 0 ? at - columns(tiles) : at;
    case "Home":
      return 0;
    case "End":
      return tiles.length - 1;
    default:
      return null;
  }
}

/** Tiles of a row, as they lie now. */
function columns(tiles) {
  const below = tiles.findIndex((one) => one.offsetTop > tiles[0].offsetTop);
  return below < 0 ? tiles.length : below;
}

/** The Tab key stops at one result of all: the one that was reached last. */
function stopAt(grid, tile) {
  grid.querySelectorAll("[tabindex='0']").forEach((one) => (one.tabIndex = -1));
  tile?.querySelectorAll(`${LINK}, .not`).forEach((one) => (one.tabIndex = 0));
}
