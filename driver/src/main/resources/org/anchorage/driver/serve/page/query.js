/* SPDX-License-Identifier: Apache-2.0 */
import * as api from "./api.js";
import { byId, forgetFirst, icon, make, redraw } from "./dom.js";
import { adding, by, queryOf, same, without } from "./permalink.js";
import { picture } from "./pictures.js";
import { go, here } from "./place.js";

/** Items that were seen, by id: a result that becomes the query need not be asked for again. */
const items = new Map();
const MOST = 2000;

/** Remembers an item. */
export function seen(item) {
  items.delete(item.id);
  items.set(item.id, item);
  forgetFirst(items, MOST);
}

/** Shows what is searched by. */
export function showQuery(search) {
  const { terms } = search;
  const list = byId("terms");
  byId("query").classList.toggle("asked", terms.length > 0);
  document.title = terms.length ? `${nameOf(terms[0])} · Anchorage` : "Anchorage: search by image";
  if (list.dataset.query !== queryOf(search)) {
    list.dataset.query = queryOf(search);
    redraw(() => list.replaceChildren(...terms.map((term) => chip(term, terms))));
  }
}

const nameOf = ({ kind, value }) => (kind === "image" ? "Your image" : value);

/** Reads the form that searches by an item's id. */
export function readIds() {
  const form = byId("by-id");
  const input = byId("id-input");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = input.value.trim();
    if (id) {
      input.value = "";
      go(by(here(), [{ kind: "id", value: id, weight: 1 }]));
    }
  });
}

function chip(term, terms) {
  const disliked = term.weight < 0;
  // What is left alone is what results are like.
  const last = terms.length === 1 && !disliked;
  const name = nameOf(term);
  const title = make("span", { className: "chip-name", title: name }, name);
  const turn = make(
    "button",
    {
      type: "button",
      className: "sign",
      "data-key": `sign ${term.kind} ${term.value}`,
      title: disliked ? "Results are not like this; change" : "Results are like this; change",
      "aria-label": `${name}: ${disliked ? "not like this" : "like this"}; change`,
      onclick: () => go(turned(here(), term)),
    },
    icon(disliked ? "minus" : "plus"),
    disliked ? "Not like" : "Like",
  );
  const remove = make(
    "button",
    {
      type: "button",
      className: "remove",
      title: "Remove from the query",
      "aria-label": `Remove ${name} from the query`,
      onclick: () => go(without(here(), term)),
    },
    icon("close"),
  );
  if (term.kind === "id") {
    named(term.value, title);
  }
  return make(
    "li",
    { className: disliked ? "chip disliked" : "chip" },
    picture(term, ""),
    make("span", { className: "chip-text" }, title, last ? null : turn),
    remove,
  );
}

const turned = (search, term) =>
  by(
    search,
    search.terms.map((one) => (same(one, term) ? { ...one, weight: -one.weight } : one)),
  );

/** Puts the item's class before its id, once it is known. */
async function named(id, title) {
  try {
    const item = items.get(id) ?? (await api.item(id));
    seen(item);
    if (item.class) {
      title.prepend(make("b", {}, item.class), " ");
    }
  } catch {
    // The search says what is wrong with this item.
  }
}

/** Goes on with an item as one more part of the query: not like this. */
export const dislike = (id) => go(adding(here(), { kind: "id", value: id, weight: -1 }));
