// Models a person may call, in words: health, price, what they can do, what an answer cost.

import { h } from "./dom.js";
import { money } from "./format.js";

/**
 * @typedef {{id: string, alias: boolean, type: string, context_window?: number | null, max_output_tokens?: number | null,
 *   modalities: string[], supports_tools: boolean, price?: Price | null, health: "up" | "degraded" | "down" | "unknown",
 *   profiles: {id: string, name: string, ready: boolean}[]}} Reachable
 */

/**
 * Dollars for a million tokens.
 *
 * @typedef {{input: string, output: string, cached_input?: string, long_context?: Price & {above: number}}} Price
 */

const HEALTH = {
  up: ["tag tag-good", "Up"],
  degraded: ["tag tag-warn", "Degraded"],
  down: ["tag tag-bad", "Down"],
  unknown: ["tag", "Not checked"],
};

/** @param {{health: string}} model */
export function healthTag({ health: state }) {
  const [look, word] = HEALTH[state] ?? ["tag", state];
  return h("span", { class: look }, word);
}

/** What the price is, on one line. @param {{price?: Price | null}} model */
export const priceWords = ({ price }) => price
  ? `${money(price.input)} in, ${money(price.output)} out per 1M tokens`
  : "price unknown";

/** What it can do beside text, as far as an operator said so. @param {Reachable} model */
export const abilities = ({ modalities, supports_tools: tools }) =>
  [...modalities.filter((one) => one !== "text"), ...(tools ? ["tools"] : [])];

/**
 * What tokens cost at the list price, in dollars; nothing when the price is unknown.
 *
 * @param {Price | null | undefined} price
 * @param {{input: number, cached: number, output: number} | null} usage
 * @returns {number | null}
 */
export function costOf(price, usage) {
  if (!price || !usage) {
    return null;
  }
  const { long_context: longer } = price;
  const rate = longer && usage.input > longer.above ? longer : price;
  const fresh = (usage.input - usage.cached) * Number(rate.input);
  const cached = usage.cached * Number(rate.cached_input ?? rate.input);
  return (fresh + cached + usage.output * Number(rate.output)) / 1e6;
}
