// What guardrails say, in words.

import { h } from "/ui/shared/dom.js";

/**
 * Looks of guardrails at a call.
 *
 * @param {{name: string, type: string, layer: string, result: string, note: string, micros?: number, overridden: boolean}[]} all
 */
export function looks(all) {
  if (!all.length) {
    return h("p", null, "No guardrail looked at it.");
  }
  return h("ul", { class: "story-list" }, all.map(({ name, type, layer, result, note, micros, overridden }) => h("li", null,
    `${name} (${type}), ${layer === "input" ? "in" : "out"}: `, resultTag(result), overridden && " shown otherwise",
    note && ` ${note}`, micros !== undefined && `, ${took(micros)}`)));
}

const RESULTS = {
  passed: ["passed", "tag-good"],
  replaced: ["changed", "tag-warn"],
  blocked: ["stopped", "tag-bad"],
  failed: ["failed", "tag-bad"],
  not_scanned: ["not read", ""],
};

/** @param {string} result */
export function resultTag(result) {
  const [word, look] = RESULTS[result] ?? [result, ""];
  return h("span", { class: `tag ${look}` }, word);
}

/** A time of guardrails; most take less than a millisecond. @param {number} micros */
export function took(micros) {
  return micros < 1000 ? `${micros} µs` : `${(micros / 1000).toFixed(micros < 10_000 ? 1 : 0)} ms`;
}

/** @type {Record<string, [word: string, look: string]>} */
const REPORTS = {
  open: ["reported", "tag-warn"],
  accepted: ["stopped without reason", "tag-bad"],
  rejected: ["rightly stopped", "tag-good"],
};

/**
 * The guardrail that stopped a request, and what it found.
 *
 * @param {{name: string, kinds: string}} blocked
 */
export const guardrailCell = ({ name, kinds }) => h("span", null, name, h("span", { class: "second" }, kinds || "nothing noted"));

/**
 * What was said of a stopped request, and decided about it.
 *
 * @param {{report: string | null, reason: string | null, reported_by: string | null, answer: string | null,
 *   decided_by: string | null}} blocked
 */
export function reportCell({ report: state, reason, reported_by: by, answer, decided_by: decider }) {
  if (!state) {
    return "none";
  }
  const [word, look] = REPORTS[state] ?? [state, ""];
  return h("span", null, h("span", { class: `tag ${look}` }, word),
    h("span", { class: "second" }, `${by}: ${reason}`),
    answer && h("span", { class: "second" }, `${decider}: ${answer}`));
}
