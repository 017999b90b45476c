/* SPDX-License-Identifier: Apache-2.0 */

/** Results of one page. */
export const PAGE = 24;

/**
 * What is searched for lies in the URL's fragment, which a browser never sends: parts of the query
 * (`q`, with `WEIGHT~` before it unless the weight is 1), filters (`where.NAME`), the farthest
 * distance (`within`), the number of results (`k`) and whether duplicates stay apart (`fold=no`).
 *
 * A search is {terms: [{kind: "id" | "image", value, weight}], where: {name: [values]}, within:
 * number or null, k, fold}. It is never changed: the functions below return another.
 */
export const NOTHING = Object.freeze({ terms: [], where: {}, within: null, k: PAGE, fold: true });

const TERM = /^(?:(-?\d+(?:\.\d+)?)~)?(id|image):(.+)$/s;
const FILTER = "where.";

/** Reads the fragment of a URL. What cannot be read is left out. */
export function parse(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const where = new Map();
  for (const [field, value] of fields) {
    if (field.startsWith(FILTER)) {
      const name = field.slice(FILTER.length);
      where.set(name, [...(where.get(name) ?? []), value]);
    }
  }
  const k = Number.parseInt(fields.get("k") ?? "", 10);
  const within = Number.parseFloat(fields.get("within") ?? "");
  return {
    terms: fields.getAll("q").map(term).filter((one) => one !== null),
    where: Object.fromEntries(where),
    within: within >= 0 ? within : null,
    k: k > 0 ? k : PAGE,
    fold: fields.get("fold") !== "no",
  };
}

function term(text) {
  const [whole, weight, kind, value] = TERM.exec(text) ?? [];
  const number = weight === undefined ? 1 : Number(weight);
  return whole === undefined || number === 0 ? null : { kind, value, weight: number };
}

/** Writes the fragment of a URL, "#..." . */
export function format(search) {
  const fields = new URLSearchParams();
  for (const { kind, value, weight } of search.terms) {
    fields.append("q", `${weight === 1 ? "" : `${weight}~`}${kind}:${value}`);
  }
  for (const name of Object.keys(search.where).sort()) {
    search.where[name].forEach((value) => fields.append(FILTER + name, value));
  }
  if (search.within !== null) {
    fields.set("within", String(search.within));
  }
  if (search.k !== PAGE) {
    fields.set("k", String(search.k));
  }
  if (!search.fold) {
    fields.set("fold", "no");
  }
  return `#${fields}`;
}

/** Writes what a search searches by alone. Equal texts are the same query. */
export const queryOf = (search) => format({ ...NOTHING, terms: search.terms });

/** Returns whether two terms are of the same item or image. */
export const same = (a, b) => a.kind === b.kind && a.value === b.value;

/** Returns a search by other terms, with the same filters. */
export const by = (search, terms) => ({ ...search, terms, k: PAGE });

/** Returns a search with one more term, in the place of the same item's or image's. */
export const adding = (search, term) =>
  by(search, [...search.terms.filter((one) => !same(one, term)), term]);

/** Returns a search without a term. */
export const without = (search, term) =>
  by(search, search.terms.filter((one) => !same(one, term)));

/** Returns a search that admits these values of a name alone; none admits all. */
export function filtered(search, name, values) {
  const { [name]: ignored, ...where } = search.where;
  return { ...search, k: PAGE, where: values.length ? { ...where, [name]: values } : where };
}

/** Writes the server's filter. */
export function filterOf(where) {
  // Blanks at the ends would be taken away.
  const plain = (text) => text.replace(/[\\,=|]|^\s|\s$/g, "\\$&");
  // A name whose last character is "!" would read as an exclusion.
  const named = (name) => plain(name).replace(/!$/, "\\!");
  return Object.entries(where)
    .map(([name, values]) => `${named(name)}=${values.map(plain).join("|")}`)
    .join(",");
}
