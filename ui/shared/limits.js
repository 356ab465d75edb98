// Limits in words, and how full they are.

import { h } from "./dom.js";
import { ago, count, dateTime, money, tokens } from "./format.js";

/**
 * How a limit stands for somebody whom it holds for.
 *
 * @typedef {{name: string, scope: string, model?: string, metric: string, window: string, action: string, amount: string,
 *   used: string, left: string, per_mille: number, warning: boolean, blocked: boolean, shared: boolean,
 *   resets_at: string, runs_out_at?: string, keys: string[]}} Held
 */

/** Whose use a limit adds up, in words. @type {Record<string, string>} */
export const SCOPES = {
  global: "everybody together", tenant: "tenant", project: "project", group: "group", user: "person", key: "key",
  backend_profile: "backend profile", model: "model", end_user: "end user", provider: "kind of backend", backend: "backend",
};

const WINDOWS = { "": "", minute: "a minute", day: "a day", week: "a week", month: "a month" };

const UNITS = { m: "min", h: "h", d: "days" };

/** @param {string} metric @param {string | number} amount */
export function amountWords(metric, amount) {
  switch (metric) {
    case "cost": return money(amount);
    case "tokens": return `${tokens(Number(amount))} tokens`;
    case "parallel": return `${count(Number(amount))} at a time`;
    default: return `${count(Number(amount))} ${Number(amount) === 1 ? "call" : "calls"}`;
  }
}

/** A length such as `24h`. @param {string} window */
const lengthWords = (window) => window.replace(/^(\d+)([mhd])$/, (_, number, unit) => `in ${number} ${UNITS[unit]}`);

/** At most so much, in which time. @param {{metric: string, amount: string, window: string}} limit */
export const mostWords = ({ metric, amount, window }) =>
  [amountWords(metric, amount), WINDOWS[window] ?? lengthWords(window)].filter(Boolean).join(" ");

/**
 * When there is room again, and when there is none left if use goes on like that.
 *
 * @param {{resets_at: string, runs_out_at?: string}} standing
 */
export function timeWords({ resets_at: resets, runs_out_at: end }) {
  return [
    end && h("span", { class: "limit-end" }, `spent ${ago(end)} at this pace, `),
    h("time", { datetime: resets, title: dateTime(resets) }, `whole again ${ago(resets)}`),
  ];
}

/**
 * What is used, what is set aside, and the room beside them.
 *
 * @param {{metric: string, amount: string, used: string, held?: string, left: string, warning: boolean, blocked: boolean}} standing
 */
export function fullness({ metric, amount, used, held = "0", left, warning, blocked }) {
  const whole = Number(amount);
  const share = (part) => `${whole > 0 ? Math.min(100, (Number(part) / whole) * 100) : 100}%`;
  const [taken, aside] = [h("span"), h("span", { class: "meter-held" })];
  // The policy forbids the attribute, not the property.
  taken.style.width = share(used);
  aside.style.width = whole > 0 ? share(held) : "0";
  const look = blocked || Number(left) === 0 ? " meter-bad" : warning ? " meter-warn" : "";
  const words = [`${amountWords(metric, used)} used`, Number(held) > 0 && `${amountWords(metric, held)} set aside`,
    `${amountWords(metric, left)} left`].filter(Boolean).join(", ");
  return h("span", { class: `meter meter-limit${look}`, role: "img", "aria-label": words, title: words }, taken, aside);
}

/** That calls are refused, or that people were warned. @param {{blocked: boolean, warning: boolean}} standing */
export function standingTag({ blocked, warning }) {
  if (blocked) {
    return h("span", { class: "tag tag-bad" }, "blocked");
  }
  return warning && h("span", { class: "tag tag-warn" }, "nearly used up");
}

/**
 * A limit and how it stands, as a line of a list.
 *
 * @param {import("./dom.js").Child[]} name
 * @param {{metric: string, amount: string, window: string, used: string, held?: string, left: string, warning: boolean,
 *   blocked: boolean, resets_at: string, runs_out_at?: string}} standing
 * @param {{whose?: string, act?: import("./dom.js").Child}} [more] act: what can be done, in the place of what is left
 */
export function limitLine(name, standing, { whose, act } = {}) {
  const { metric, used, left } = standing;
  return h("li", { class: "limit" },
    h("span", { class: "limit-name" }, name, " ", standingTag(standing)),
    act ?? h("span", { class: "limit-left" }, `${amountWords(metric, left)} left`),
    fullness(standing),
    h("span", { class: "second" },
      [`${amountWords(metric, used)} of ${mostWords(standing)} used`, whose].filter(Boolean).join(", "), "; ", timeWords(standing)));
}

/** What operators are told of a standing, in one. @param {{limit: object}} standing */
export const withLimit = (standing) => ({ ...standing.limit, ...standing });

/** @param {Held} held @param {{id: string, name: string}[]} keys */
function heldView(held, keys) {
  const { name, model } = held;
  const whose = byWhom(held, keys);
  return limitLine([name], held, { whose: model ? `${whose}, for ${model}` : whose });
}

function byWhom({ scope, shared, keys: [id] }, keys) {
  if (scope === "global") {
    return "by everybody";
  }
  if (shared) {
    return `by all of the ${SCOPES[scope]}`;
  }
  const key = keys.find((one) => one.id === id);
  return scope !== "key" ? "by all your keys" : key ? `by ${key.name}` : "by this key";
}

/**
 * What is left of some limits.
 *
 * @param {Held[]} limits
 * @param {{id: string, name: string}[]} [keys] names for limits of single keys; none where one key is looked at
 */
export const heldList = (limits, keys = []) =>
  h("ul", { class: "limits" }, limits.map((held) => heldView(held, keys)));

/** The tightest of some limits in a cell of a table. @param {Held | undefined} held */
export function tightestCell(held) {
  return held
    ? [h("span", { title: held.name }, `${amountWords(held.metric, held.left)} left `), standingTag(held), fullness(held)]
    : "–";
}
