// Those whom an operator means by name: suggested while typing, found by what people call them, spoken of by id.

import { ApiError, get } from "./api.js";
import { h } from "./dom.js";

/** Where they are found, what people call them, and what one of them is. @type {Record<string, [string, (one: any) => string, string]>} */
const FINDERS = {
  tenant: ["/admin/api/tenants?search=", ({ name }) => name, "tenant"],
  user: ["/admin/api/users?search=", ({ email }) => email, "person"],
  key: ["/admin/api/keys?search=", ({ display_name: name }) => name, "key"],
};

const ID = /^[0-9a-f-]{36}$/;
const SUGGESTED = 10;
const PAUSE = 200;

/** Whether they are found by name. @param {string} kind */
export const isFound = (kind) => kind in FINDERS;

/**
 * The id of the one that is meant.
 *
 * Errors: an ApiError about the field when there is none, or more than one.
 *
 * @param {string} kind one of those that are found
 * @param {string} called a name or an id
 * @param {string} field
 */
export async function idOf(kind, called, field) {
  const [path, name, word] = FINDERS[kind];
  const { data } = await get(path + encodeURIComponent(called));
  return ID.test(called) && data.length === 0 ? called : among(data, name, called, field, word);
}

/**
 * The id of the one of some that is meant.
 *
 * @param {{id: string}[]} some @param {(one: any) => string} name @param {string} called @param {string} field
 * @param {string} word what one of them is
 */
export function among(some, name, called, field, word) {
  const found = some.filter((one) => one.id === called || name(one).toLowerCase() === called.toLowerCase());
  if (found.length !== 1) {
    const problem = found.length ? "Several are called that; give the id." : `There is no ${word} called that.`;
    throw new ApiError(404, { message: problem, param: field }, "");
  }
  return found[0].id;
}

/**
 * A field that suggests names while somebody types.
 *
 * @param {string} kind one of those that are found
 * @param {Record<string, unknown>} attributes of the input, its name among them
 * @returns {[HTMLInputElement, HTMLElement]} the field, and the list that belongs somewhere beside it
 */
export function suggesting(kind, attributes) {
  const id = `names-${attributes.name}`;
  const list = h("datalist", { id });
  const input = /** @type {HTMLInputElement} */ (
    h("input", { list: id, autocomplete: "off", spellcheck: "false", ...attributes }));
  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => suggest(kind, input.value.trim(), list), PAUSE);
  });
  return [input, list];
}

/** Suggestions are a courtesy: when they cannot be had, the field works without. */
async function suggest(kind, typed, list) {
  const [path, name] = FINDERS[kind];
  const some = typed ? await get(path + encodeURIComponent(typed)).catch(() => ({ data: [] })) : { data: [] };
  list.replaceChildren(...some.data.slice(0, SUGGESTED).map((one) => h("option", { value: name(one) })));
}
