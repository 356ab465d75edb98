// Fields beyond a single line: several of a list, lines of text, a switch with its meaning.

import { h } from "./dom.js";

/**
 * Several of a list.
 *
 * @param {{label: string, name: string, options: {value: string, label: string, hint?: string}[], chosen: string[],
 *   hint?: string, none: string}} parts none: what stands there when there is nothing to choose from
 * @returns {{element: HTMLElement, values: () => string[]}}
 */
export function choices({ label, name, options, chosen, hint, none }) {
  // What was chosen and has gone since stays visible, and can be let go.
  const gone = chosen.filter((value) => options.every((option) => option.value !== value));
  const all = [...options, ...gone.map((value) => ({ value, label: value, hint: "no longer there" }))];
  const element = h("fieldset", { class: "choices" },
    h("legend", null, label),
    hint && h("p", { class: "hint" }, hint),
    all.length
      ? h("div", { class: "choices-list" }, all.map((option) => choice(name, option, chosen)))
      : h("p", { class: "hint" }, none));
  const values = () => [...element.querySelectorAll("input:checked")].map((input) => input.value);
  return { element, values };
}

function choice(name, { value, label, hint }, chosen) {
  return h("label", { class: "choice" },
    h("input", { type: "checkbox", name, value, checked: chosen.includes(value) }),
    h("span", null, label, hint && h("span", { class: "hint" }, ` ${hint}`)));
}

/**
 * A switch and what it means.
 *
 * @param {{name: string, label: string, checked: boolean, hint?: string}} parts
 */
export function toggle({ name, label, checked, hint }) {
  return h("label", { class: "choice" },
    h("input", { type: "checkbox", name, checked }),
    h("span", null, label, hint && h("span", { class: "hint choice-hint" }, hint)));
}

/** The lines of a text that are not blank. @param {string} text */
export const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** A select of value and label. @param {Record<string, unknown>} attributes @param {[string, string][]} options @param {string} [chosen] */
export const select = (attributes, options, chosen) =>
  h("select", attributes, options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));
