// Calls in lists: the columns that the request log and the audit trail share.

import { h } from "./dom.js";
import { ago, dateTime, duration, money, tokens } from "./format.js";

/**
 * @typedef {{id: string, started_at: string, principal?: string, end_user_email?: string, key_id?: string,
 *   model: string, backend?: string, status: number, code: string, success: boolean, total_us: number,
 *   first_byte_us?: number, streamed: boolean, input_tokens?: number, cached_input_tokens?: number,
 *   cache_write_tokens?: number, output_tokens?: number, cost_usd?: string, session_id?: string,
 *   end_user_chat?: string}} Call
 */

/**
 * When, who, what, how it ended, how long, how much.
 *
 * @param {(id: string) => string} address of one call
 * @returns {import("./table.js").Column<Call>[]}
 */
export const callColumns = (address) => [
  { name: "started_at", title: "When", head: true,
    cell: ({ id, started_at: at }) => h("a", { href: address(id) }, h("time", { datetime: at, title: ago(at) }, dateTime(at))) },
  { name: "principal", title: "Who", cell: who },
  { name: "model", title: "Model", cell: ({ model, backend }) => h("span", null, model || "–", h("span", { class: "second" }, backend ?? "")) },
  { name: "status", title: "Outcome", cell: outcome },
  { name: "total_us", title: "Took", number: true, cell: took },
  { name: "tokens", title: "Tokens", number: true, cell: (call) => tokens(prompt(call) + (call.output_tokens ?? 0)) },
  { name: "cost_usd", title: "Cost", number: true, cell: ({ cost_usd: cost }) => money(cost ?? null) },
];

/** Tokens read, from the cache or not. @param {Call} call */
export const prompt = (call) => (call.input_tokens ?? 0) + (call.cached_input_tokens ?? 0) + (call.cache_write_tokens ?? 0);

/** @param {Call} call */
function who({ principal, end_user_email: email, key_id: key }) {
  return h("span", null, principal ?? "nobody known", h("span", { class: "second" }, email ?? (key === principal ? "" : key ?? "")));
}

/** The status in the colour of how the call ended. @param {Call} call */
export function outcome({ success, status, code }) {
  return h("span", { class: success ? "tag tag-good" : "tag tag-bad" }, success ? String(status) : `${status} ${code}`);
}

/** @param {Call} call */
function took({ total_us: time, streamed, first_byte_us: first }) {
  return h("span", null, duration(time / 1000),
    streamed && first && h("span", { class: "second" }, `first ${duration(first / 1000)}`));
}
