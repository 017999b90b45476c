/* SPDX-License-Identifier: Apache-2.0 */
import { count, make } from "./dom.js";

/** Values that are shown at once. */
const FEW = 8;
const MANY = 60;

/** What was looked for in a name's values, and whether all are shown: kept while it is redrawn. */
const looks = new Map();

/**
 * Makes the filter of a name: its values with their counts, to be looked through if there are many.
 *
 * @param values [{value, items}], most frequent first
 * @param chosen values that are asked for; one of them is enough
 * @param choose is told the name and the values that are asked for from now on
 */
export function facet(name, values, chosen, choose) {
  const look = looks.get(name) ?? { text: "", all: false };
  looks.set(name, look);
  const there = new Set(values.map(({ value }) => value));
  const lost = chosen.filter((value) => !there.has(value)).map((value) => ({ value, items: 0 }));
  const all = [...lost, ...values];
  const list = make("ul", { className: "values" });
  const draw = () => list.replaceChildren(...rows(name, all, chosen, look, choose, draw));
  const search =
    all.length > FEW
      ? make("input", {
          type: "search",
          className: "look",
          placeholder: `Find in ${count(all.length)}`,
          value: look.text,
          "data-key": `look ${name}`,
          "aria-label": `Find a value of ${name}`,
          oninput: ({ target }) => {
            look.text = target.value;
            draw();
          },
        })
      : null;
  draw();
  return make(
    "details",
    { className: "facet", open: true, "data-name": name },
    make("summary", {}, make("span", {}, name)),
    make("fieldset", {}, make("legend", { className: "unseen" }, name), search, list),
  );
}

function rows(name, all, chosen, look, choose, draw) {
  const text = look.text.trim().toLowerCase();
  const found = all.filter(
    ({ value }) => chosen.includes(value) || value.toLowerCase().includes(text),
  );
  const shown = found.slice(0, look.all || text ? MANY : FEW);
  const drawn = shown.map((one) => row(name, one, chosen, choose));
  const rest = found.length - shown.length;
  if (found.length === 0) {
    drawn.push(make("li", { className: "hint" }, "No such value"));
  } else if (rest > 0 && !look.all && !text) {
    const open = () => {
      look.all = true;
      draw();
    };
    const button = { type: "button", className: "link", onclick: open, "data-key": `all ${name}` };
    drawn.push(make("li", {}, make("button", button, `${count(rest)} more`)));
  } else if (rest > 0) {
    drawn.push(make("li", { className: "hint" }, `${count(rest)} more; type to find them`));
  }
  return drawn;
}

function row(name, { value, items }, chosen, choose) {
  const checked = chosen.includes(value);
  const box = make("input", {
    type: "checkbox",
    checked,
    "data-key": `value ${name} ${value}`,
    onchange: () =>
      choose(name, checked ? chosen.filter((one) => one !== value) : [...chosen, value]),
  });
  return make(
    "li",
    {},
    make(
      "label",
      { className: "value", title: value },
      box,
      make("span", { className: "value-name" }, value || "(none)"),
      make("span", { className: "value-count" }, count(items)),
    ),
  );
}
