/* SPDX-License-Identifier: Apache-2.0 */

/** Finds the element of an id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. A property that elements have is set, any other becomes an attribute; null is
 * left out. Children are elements or texts: nothing is ever read as HTML.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name in element && name !== "list") {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Makes an icon that the page defines as #icon-NAME. It says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Returns what an object has by a name, and nothing that all objects have, as "constructor". */
export const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

const numbers = new Intl.NumberFormat("en");

/** Writes a count, as 60,000. */
export const count = (value) => numbers.format(value);

/** Writes a count with its noun, as "1 item" or "2 items". */
export const counted = (value, noun) => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

/** Writes a distance with as many digits as matter. */
export const distance = (value) => value.toFixed(value < 10 ? 3 : 1);

/** Writes a share as per cent. */
export const percent = (value) => `${(value * 100).toFixed(value > 0.995 ? 1 : 0)} %`;

/** Returns a function that runs once calls have stopped for some milliseconds. */
export function settled(milliseconds, work) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

/** Forgets what was put into a map first, until so many are left. */
export function forgetFirst(map, most) {
  while (map.size > most) {
    map.delete(map.keys().next().value);
  }
}

/** Draws anew, and gives the focus back to the element whose data-key had it. */
export function redraw(draw) {
  const { key } = document.activeElement?.dataset ?? {};
  draw();
  if (key !== undefined) {
    [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus();
  }
}
