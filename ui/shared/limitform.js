// What the forms of limits have in common.

import { remove } from "./api.js";
import { select } from "./choices.js";
import { confirm } from "./dialog.js";
import { h } from "./dom.js";
import { field } from "./form.js";
import { actButton } from "./views.js";

const METRICS = [["cost", "dollars spent"], ["tokens", "tokens"], ["requests", "calls"], ["parallel", "calls at the same time"]];

const WINDOWS = [
  ["month", "a month"], ["week", "a week, from Monday"], ["day", "a day"], ["minute", "a minute"],
  ["24h", "the last 24 hours"], ["7d", "the last 7 days"], ["30d", "the last 30 days"],
];

/**
 * At most so much, of what, in which time. Only the amount of one that exists can be changed.
 *
 * @param {{amount: string, metric: string, window: string}} [limit] nothing for a new one
 */
export function mostFields(limit) {
  const disabled = Boolean(limit);
  const windows = WINDOWS.some(([value]) => !limit || value === limit.window)
    ? WINDOWS : [[limit.window, limit.window || "–"], ...WINDOWS];
  return [
    field("At most", h("input", {
      name: "amount", value: limit?.amount, required: true, inputmode: "decimal", pattern: "\\d+(\\.\\d+)?",
      title: "A number such as 250 or 0.5.", autocomplete: "off",
    })),
    field("Of", select({ name: "metric", required: true, disabled }, METRICS, limit?.metric)),
    field("In", select({ name: "window", required: true, disabled }, windows, limit?.window)),
  ];
}

/** Hides a field that means nothing for what is chosen. @param {HTMLFormElement} form @param {string} name @param {boolean} isHidden */
export const hide = (form, name, isHidden) => (form.querySelector(`[name="${name}"]`).closest(".field").hidden = isHidden);

/** @param {string} path @param {string} name @param {string} list where to go then */
export function takeAwayButton(path, name, list) {
  return actButton("Take it away", async () => {
    const sure = await confirm({
      title: `Take the limit ${name} away?`,
      text: "From then on it stops nobody. What was used under it stays in the ledger.",
      act: "Take it away",
    });
    if (sure) {
      await remove(path);
      location.assign(list);
    }
  }, { look: "danger" });
}
