// The form of a limit.

import { post, put } from "/ui/shared/api.js";
import { lines, select } from "/ui/shared/choices.js";
import { h } from "/ui/shared/dom.js";
import { among, idOf, isFound } from "/ui/shared/finders.js";
import { field, input, wire } from "/ui/shared/form.js";
import { hide, mostFields } from "/ui/shared/limitform.js";
import { SCOPES } from "/ui/shared/limits.js";

const HOME = "/admin/api/limits";

/** @typedef {import("./screen.js").Limit} Limit */

/**
 * @param {{profiles: {id: string, name: string}[], limit?: Limit, saved: (limit: Limit) => void}} parts limit: the one to
 *   change, whose name, amount and rules may be another; nothing for a new one
 * @returns {HTMLFormElement}
 */
export function limitForm({ profiles, limit, saved }) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" }, field("Name", text("name", limit?.name, { required: true, maxlength: 100 })), most(limit)),
      h("div", { class: "form-columns" }, coverage(profiles, limit)),
      limit && h("p", { class: "hint" }, "Whose use it adds up, of what and in which time, stays. For another time, make another limit."),
      h("div", { class: "form-columns" }, rules(limit)),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, limit ? "Save" : "Add the limit")))
  );
  form.addEventListener("change", () => show(form));
  show(form);
  wire(form, async (values) => {
    const said = limit ? { ...fixed(limit), ...values } : values;
    const body = await bodyOf(said, profiles, limit);
    saved(limit ? await put(`${HOME}/${encodeURIComponent(limit.id)}`, body) : await post(HOME, body));
  });
  return form;
}

const text = (name, value, more) => h("input", { name, value, autocomplete: "off", spellcheck: "false", ...more });

/** What stays as it is. @param {Limit} limit */
const fixed = ({ scope, metric, window, model, time_zone: zone, reset_day: day }) => ({
  scope, metric, window, model: model ?? "", time_zone: zone, reset_day: day,
});

/** @param {Limit} [limit] */
function most(limit) {
  const isFixed = Boolean(limit);
  return [
    ...mostFields(limit),
    field("The month begins on day", h("input", { name: "reset_day", type: "number", min: 1, max: 31, value: limit?.reset_day ?? 1, required: true, disabled: isFixed })),
    field("Days of", text("time_zone", limit?.time_zone ?? "UTC", { required: true, disabled: isFixed }), { hint: "A time zone such as Europe/Berlin." }),
  ];
}

/** @param {{id: string, name: string}[]} profiles @param {Limit} [limit] */
function coverage(profiles, limit) {
  const isFixed = Boolean(limit);
  const chosen = [["", "of any"], ...profiles.map(({ id, name }) => [id, name])];
  return [
    field("Adds up the use of", select({ name: "scope", required: true, disabled: isFixed },
      Object.entries(SCOPES).map(([value, word]) => [value, value === "global" ? word : `a ${word}`]), limit?.scope ?? "tenant")),
    field("Which one", text("subject", limit?.subject_name ?? limit?.subject, { disabled: isFixed }), {
      hint: "A name, an e-mail address or an id; empty when each of them has this limit.",
    }),
    field("Only calls of the model", text("model", limit?.model, { disabled: isFixed })),
    field("Only keys of the backend profile", select({ name: "backend_profile", disabled: isFixed }, chosen, limit?.backend_profile ?? "")),
  ];
}

/** @param {Limit} [limit] */
function rules(limit) {
  const list = (name, some) => h("textarea", { name, spellcheck: "false" }, some?.join("\n") ?? "");
  return [
    field("At the limit", select({ name: "action", required: true },
      [["refuse", "calls are refused"], ["warn", "people are told, calls go on"]], limit?.action)),
    field("Calls whose price nobody knows", select({ name: "unknown_cost", required: true },
      [["allow", "go"], ["refuse", "are refused"]], limit?.unknown_cost)),
    field("People are warned at", h("input", { name: "warn_at", type: "number", min: 0.1, max: 100, step: 0.1, required: true, value: (limit?.warn_at ?? 800) / 10 }), { hint: "Per cent of the amount." }),
    field("E-mail addresses", list("alert_emails", limit?.alert_emails), { hint: "One a line; none for those of the settings." }),
    field("Webhooks", list("alert_webhooks", limit?.alert_webhooks), { hint: "https addresses, one a line; none for those of the settings." }),
  ];
}

/** Hides what means nothing for what is chosen. @param {HTMLFormElement} form */
function show(form) {
  const [metric, window, scope] = ["metric", "window", "scope"].map((name) => input(form, name).value);
  hide(form, "window", metric === "parallel");
  hide(form, "reset_day", metric === "parallel" || window !== "month");
  hide(form, "time_zone", metric === "parallel" || !["month", "week", "day"].includes(window));
  hide(form, "subject", scope === "global");
  hide(form, "unknown_cost", metric !== "cost");
}

/** @param {Record<string, any>} said @param {{id: string, name: string}[]} profiles @param {Limit} [limit] */
async function bodyOf(said, profiles, limit) {
  const body = {
    name: said.name, scope: said.scope, metric: said.metric, amount: said.amount, action: said.action,
    unknown_cost: said.unknown_cost, warn_at: Math.round(said.warn_at * 10),
    alert_emails: lines(said.alert_emails), alert_webhooks: lines(said.alert_webhooks),
  };
  const subject = limit ? limit.subject : await subjectOf(said.scope, said.subject, profiles);
  const optional = {
    subject, model: said.model, backend_profile: limit ? limit.backend_profile : said.backend_profile,
    alert_cooldown_seconds: limit?.alert_cooldown_seconds,
    ...(said.metric === "parallel" ? {} : { window: said.window, reset_day: said.reset_day, time_zone: said.time_zone }),
  };
  return { ...body, ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)) };
}

/**
 * The id of the one that is meant; nothing for each of them.
 *
 * Errors: an ApiError about the field `subject` when there is none.
 */
async function subjectOf(scope, called, profiles) {
  if (!called || scope === "global") {
    return "";
  }
  if (scope === "backend_profile") {
    return among(profiles, ({ name }) => name, called, "subject", SCOPES[scope]);
  }
  return isFound(scope) ? idOf(scope, called, "subject") : called;
}
