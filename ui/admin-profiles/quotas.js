// Quotas: at most so many tokens or requests within a time, edited as lines.

import { select } from "/ui/shared/choices.js";
import { h } from "/ui/shared/dom.js";
import { count, duration } from "/ui/shared/format.js";

/** @typedef {{per: string, metric: string, amount: number, window_minutes: number}} Quota */

const PER = [
  ["key", "each key"],
  ["user", "each person"],
  ["user_overall", "each person, all profiles"],
  ["openwebui_user", "each Open WebUI user"],
  ["openwebui_user_overall", "each Open WebUI user, all profiles"],
];

const METRICS = [["tokens", "tokens"], ["requests", "requests"]];

/** @param {Quota} quota */
export function quotaWords({ per, metric, amount, window_minutes: minutes }) {
  const whose = PER.find(([value]) => value === per)?.[1] ?? per;
  return `${count(amount)} ${metric} in ${duration(minutes * 60_000)} for ${whose}`;
}

/**
 * @param {Quota[]} quotas
 * @returns {{element: HTMLElement, values: () => Quota[]}}
 */
export function quotaLines(quotas) {
  const list = h("div", { class: "quotas" });
  const add = (quota) => {
    const line = lineOf(quota, () => {
      line.remove();
      more.focus();
    });
    list.append(line);
    return line;
  };
  const more = h("button", {
    type: "button", class: "button button-small",
    onclick: () => add({ per: "key", metric: "tokens", amount: 100_000, window_minutes: 60 }).querySelector("input").focus(),
  }, "Add a quota");
  quotas.forEach(add);
  const element = h("fieldset", { class: "choices" },
    h("legend", null, "Quotas"),
    h("p", { class: "hint" }, "Whoever has used one up waits until the window lets go of enough."),
    list, more);
  return { element, values: () => [...list.children].map(read) };
}

function lineOf({ per, metric, amount, window_minutes: minutes }, leave) {
  const number = (name, label, value, max) => h("input", {
    type: "number", "data-part": name, "aria-label": label, min: 1, max, step: 1, required: true, value,
  });
  return h("div", { class: "quota" },
    number("amount", "Amount", amount, 1_000_000_000_000),
    select({ "data-part": "metric", "aria-label": "Of what" }, METRICS, metric),
    h("span", null, "in"),
    number("window_minutes", "Minutes", minutes, 527_040),
    h("span", null, "min for"),
    select({ "data-part": "per", "aria-label": "For whom" }, PER, per),
    h("button", { type: "button", class: "button button-quiet button-small", "aria-label": "Remove this quota", onclick: leave }, "Remove"));
}

function read(line) {
  const part = (name) => line.querySelector(`[data-part="${name}"]`).value;
  return {
    per: part("per"), metric: part("metric"), amount: Number(part("amount")), window_minutes: Number(part("window_minutes")),
  };
}
