// Figures of usage: which there are, how they are written, and small views of them.

import { get } from "./api.js";
import { h } from "./dom.js";
import { count, duration, money, percent, tokens } from "./format.js";

/**
 * What was used, as every report of usage tells it.
 *
 * @typedef {{name: string, label?: string, calls: number, errors: number, input_tokens: number,
 *   cached_input_tokens: number, cache_write_tokens: number, output_tokens: number, reasoning_tokens: number,
 *   estimated_calls: number, unknown_cost_calls: number, cost_usd: string, latency_ms?: number, first_token_ms?: number,
 *   tokens_per_second?: number}} Used
 */

/** Tokens read, from the cache or not. @param {Used} used */
export const prompt = (used) => used.input_tokens + used.cached_input_tokens + used.cache_write_tokens;

/** What is known of the cost; nothing is known when no call has a price. @param {Used} used */
export const cost = (used) => (used.calls > 0 && used.unknown_cost_calls === used.calls ? money(null) : money(used.cost_usd));

const calls = (number) => `${count(number)} ${number === 1 ? "call" : "calls"}`;

const rate = (value) => (value === null || value === undefined ? "–" : `${value} /s`);

/**
 * Figures that can be drawn: title, form of the chart, value and how it is written.
 *
 * @type {Record<string, {title: string, kind: "bar" | "line", value: (used: Used) => number | null,
 *   format: (value: number | null) => string}>}
 */
export const FIGURES = {
  cost: { title: "Cost", kind: "bar", value: ({ cost_usd: cost }) => Number(cost), format: money },
  calls: { title: "Calls", kind: "bar", value: ({ calls }) => calls, format: count },
  tokens: { title: "Tokens", kind: "bar", value: (used) => prompt(used) + used.output_tokens, format: tokens },
  errors: { title: "Errors", kind: "bar", value: ({ errors }) => errors, format: count },
  first_token: {
    title: "Time to first token", kind: "line", value: ({ first_token_ms: ms }) => ms ?? null, format: duration,
  },
  rate: { title: "Tokens per second", kind: "line", value: ({ tokens_per_second: value }) => value ?? null, format: rate },
};

const speed = (value) => (value === null || value === undefined ? "" : `then ${count(value)} tokens a second`);

/**
 * The figures of a time as cards.
 *
 * @param {Used} now
 * @param {Used} [before] the same length of time just before
 */
export function figureCards(now, before) {
  const failed = now.calls ? `${percent(now.errors / now.calls)} failed` : "";
  const unpriced = now.unknown_cost_calls
    ? `without ${calls(now.unknown_cost_calls)} of unknown price`
    : change(Number(now.cost_usd), before && Number(before.cost_usd));
  return h("div", { class: "cards" },
    figure("Cost", cost(now), unpriced),
    figure("Calls", count(now.calls), [failed, change(now.calls, before?.calls)].filter(Boolean).join(", ")),
    figure("Tokens", tokens(prompt(now) + now.output_tokens),
      `${tokens(prompt(now))} in (${tokens(now.cached_input_tokens)} cached), ${tokens(now.output_tokens)} out`),
    figure("First token", duration(now.first_token_ms), speed(now.tokens_per_second)));
}

const figure = (title, text, hint) => h("section", { class: "card" },
  h("h2", null, title), h("div", { class: "figure" }, text), h("p", { class: "hint" }, hint || "\u00a0"));

function change(now, before) {
  if (!before) {
    return "";
  }
  const share = now / before - 1;
  return share === 0 ? "as before" : `${percent(Math.abs(share))} ${share > 0 ? "more" : "less"} than before`;
}

/**
 * What one thing used this month, in a line that stays empty when that cannot be told.
 *
 * @param {string} path of a summary, such as `/api/usage/summary?key=...`
 * @param {string} more where all of it is
 */
export function monthOf(path, more) {
  const line = h("span", null, "\u00a0");
  get(`${path}&period=month`)
    .then(({ total }) => line.replaceChildren(`${cost(total)}, ${amounts(total)} · `, h("a", { href: more }, "Usage")))
    .catch(() => line.replaceChildren());
  return line;
}

/** Calls and tokens in words. @param {Used} used */
export const amounts = (used) => `${calls(used.calls)}, ${tokens(prompt(used) + used.output_tokens)} tokens`;

/** The same for a cell of a table. @param {Used | undefined} used nothing when nothing was used */
export const monthCell = (used) => (used ? [cost(used), h("span", { class: "second" }, calls(used.calls))] : "–");

/**
 * What some things of a kind used this month, by their ids; empty when that cannot be told.
 *
 * @param {string} path of a breakdown, such as `/api/usage/breakdown?by=key`
 * @param {string[]} [ids] at most 200; of all of them when it is missing
 * @returns {Promise<Map<string, Used>>}
 */
export async function monthBy(path, ids) {
  if (ids?.length === 0) {
    return new Map();
  }
  const of = ids ? `&of=${ids.map(encodeURIComponent).join(",")}` : "";
  try {
    const { groups } = await get(`${path}&period=month&limit=1000${of}`);
    return new Map(groups.map((used) => [used.name, used]));
  } catch {
    return new Map();
  }
}
