// Rows for tables: of lists that come whole, and of lists that come in pages.

import { get } from "./api.js";
import { order } from "./table.js";

/** Rows of one page of a long list. */
const PAGE = 50;

/**
 * Rows of a short list that came whole, filtered and sorted by the parameters of a table.
 *
 * @template Row
 * @param {Row[]} rows
 * @param {URLSearchParams} params `q` is looked for in the text, `sort` names one of `by`
 * @param {{text: (row: Row) => string, by: Record<string, (row: Row) => string | number | null | undefined>}} how
 * @returns {{rows: Row[]}}
 */
export function pick(rows, params, { text, by }) {
  const wanted = (params.get("q") ?? "").toLowerCase();
  const found = rows.filter((row) => text(row).toLowerCase().includes(wanted));
  const [name, descending] = order(params.get("sort") ?? "");
  const value = by[name];
  if (value) {
    found.sort((one, other) => compare(value(one), value(other), descending ? -1 : 1));
  }
  return { rows: found };
}

/** What is unknown comes last in either direction. */
function compare(one, other, direction) {
  const [lacks, lacked] = [one, other].map((value) => value === null || value === undefined);
  if (lacks || lacked) {
    return Number(lacks) - Number(lacked);
  }
  return direction * (typeof one === "number" ? one - other : String(one).localeCompare(String(other), "en"));
}

/**
 * One page of a long list.
 *
 * @param {string} path
 * @param {URLSearchParams} params of a table; `after` is the server's `cursor`
 * @param {AbortSignal} [signal]
 * @returns {Promise<{rows: any[], next: string | null}>}
 */
export async function page(path, params, signal) {
  const asked = new URLSearchParams([...params].filter(([name]) => name !== "after"));
  asked.set("limit", String(PAGE));
  const after = params.get("after");
  after && asked.set("cursor", after);
  const { data, next_cursor: next } = await get(`${path}?${asked}`, { signal });
  return { rows: data, next: next ?? null };
}
