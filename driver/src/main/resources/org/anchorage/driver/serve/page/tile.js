/* SPDX-License-Identifier: Apache-2.0 */
import { byId, counted, distance, icon, make } from "./dom.js";
import { by, format } from "./permalink.js";
import { picture } from "./pictures.js";
import { dislike, seen } from "./query.js";

/** Makes a result that is not there yet. */
export const skeleton = () =>
  make("li", { className: "tile skeleton", "aria-hidden": "true" }, make("span", { className: "picture" }));

/**
 * Makes a result: a link that searches by it, and a button for "not like this".
 *
 * @param first whether the Tab key stops here; arrows reach the others
 */
export function tile(hit, search, first) {
  const { item } = hit;
  seen(item);
  const term = { kind: "id", value: item.id, weight: 1 };
  const stop = first ? 0 : -1;
  const link = make(
    "a",
    {
      href: format(by(search, [term])),
      className: "tile-link",
      tabIndex: stop,
      title: item.id,
      draggable: false,
      "aria-label": label(hit),
      "aria-keyshortcuts": "Enter X",
    },
    picture(term, item.class || item.id),
    make(
      "span",
      { className: "tile-head" },
      make("span", { className: "tile-class" }, item.class || item.id),
      make("span", { className: "tile-distance" }, distance(hit.distance)),
    ),
    facts(item),
  );
  const not = make(
    "button",
    {
      type: "button",
      className: "not",
      tabIndex: stop,
      title: "Not like this (X)",
      "aria-label": `Not like ${item.class || "item"} ${item.id}`,
      onclick: () => dislike(item.id),
    },
    icon("minus"),
  );
  return make("li", { className: "tile", "data-id": item.id }, link, not, folded(hit, search));
}

function label({ rank, distance: far, item }) {
  const attributes = Object.entries(item.attributes).map(([name, value]) => `${name} ${value}`);
  const said = [item.class, `distance ${distance(far)}`, ...attributes, `item ${item.id}`];
  return `Result ${rank}: ${said.filter(Boolean).join(", ")}. Search by it`;
}

function facts({ id, class: name, split, attributes, text }) {
  const values = [...Object.entries(attributes), ...(split ? [["split", split]] : [])];
  return make(
    "span",
    { className: "facts" },
    name ? make("span", { className: "tile-id" }, id) : null,
    text ? make("span", { className: "tile-text" }, text) : null,
    ...values.map(([key, value]) =>
      make("span", { className: "fact", title: `${key}: ${value}` }, value),
    ),
  );
}

/** The duplicates of a result, behind a small button. */
function folded(hit, search) {
  if (hit.folded.length === 0) {
    return null;
  }
  const open = () => {
    byId("copies-list").replaceChildren(
      ...[hit.item.id, ...hit.folded].map((id) => {
        const term = { kind: "id", value: id, weight: 1 };
        const href = format(by(search, [term]));
        const close = () => byId("copies").close();
        return make("li", {}, make("a", { href, onclick: close }, picture(term, ""), id));
      }),
    );
    byId("copies").showModal();
  };
  const said = counted(hit.folded.length, "duplicate");
  return make(
    "button",
    { type: "button", className: "folded", title: `Show ${said}`, onclick: open },
    icon("copies"),
    `+${hit.folded.length}`,
    make("span", { className: "unseen" }, ` ${said} of ${hit.item.id}`),
  );
}
