// Explain: a call is described, and what would become of it is told. Nothing is sent and nothing is used up.

import { get, post } from "/ui/shared/api.js";
import { lines, select } from "/ui/shared/choices.js";
import { h } from "/ui/shared/dom.js";
import { idOf, suggesting } from "/ui/shared/finders.js";
import { field, wire } from "/ui/shared/form.js";
import { count, dateTime, duration, money, percent } from "/ui/shared/format.js";
import { query, setQuery } from "/ui/shared/paths.js";
import { card, facts, names, present } from "/ui/shared/views.js";

/** @type {[string, string][]} */
const OPERATIONS = [
  ["chat", "chat completions"], ["response", "responses"], ["message", "messages"], ["completion", "completions"],
  ["embedding", "embeddings"], ["image", "images"], ["moderation", "moderations"], ["rerank", "rerank"], ["speech", "speech"],
  ["transcription", "transcription"],
];

/** Form of the clients of an operation, where it is not OpenAI's. */
const DIALECTS = { message: "anthropic" };

const BODY = '{"messages": [{"role": "user", "content": "Hello"}], "temperature": 0.2}';

/** @param {Element} place */
export function explainView(place) {
  present(place, () => get("/admin/api/models"), ({ data }) => {
    const answer = h("div", { role: "status", "aria-live": "polite", id: "explanation" });
    return [card("Describe a call", explainForm(data.map(({ alias }) => alias), answer)), answer];
  });
}

function explainForm(aliases, answer) {
  const plain = { autocomplete: "off", spellcheck: "false" };
  const model = h("input", { name: "model", required: true, list: "aliases", value: query().get("model") ?? "", ...plain });
  const [key, keys] = suggesting("key", { name: "key", value: query().get("key") ?? "" });
  const [tenant, tenants] = suggesting("tenant", { name: "tenant" });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("datalist", { id: "aliases" }, aliases.map((alias) => h("option", { value: alias }))), keys, tenants,
      h("div", { class: "form-columns" },
        field("Model", model, { hint: "What the client puts in model." }),
        field("Call", select({ name: "operation", required: true }, OPERATIONS, "chat")),
        field("Key", key, { hint: "Its name or id; without one, anybody of the tenant." }),
        field("Tenant", tenant, { hint: "Its name or id; the default tenant without one." }),
        field("Groups", h("input", { name: "groups", ...plain }), { hint: "Of the person, with commas between them." }),
        field("Headers", h("textarea", { name: "headers", rows: 2, spellcheck: "false", placeholder: "workload: bulk" }), { hint: "One a line." })),
      field("Body", h("textarea", { name: "body", rows: 4, class: "mono", spellcheck: "false", placeholder: BODY }),
        { hint: "As JSON; with it you are told what a translation would drop." }),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Explain")))
  );
  wire(form, async (said) => {
    answer.replaceChildren();
    setQuery({ model: said.model, key: said.key });
    answer.replaceChildren(...explanation(await post("/admin/api/explain", described({ ...said, ...await ids(said) }))));
  }, { check });
  return form;
}

/** The ids of those that are called by name. */
async function ids({ key, tenant }) {
  return {
    key: key && await idOf("key", key, "key"),
    tenant: tenant && await idOf("tenant", tenant, "tenant"),
  };
}

function check({ body }) {
  try {
    body && JSON.parse(body);
    return {};
  } catch (error) {
    return { body: `This is no JSON: ${error.message}` };
  }
}

function described({ model, operation, key, tenant, groups, headers, body }) {
  return {
    model,
    operation,
    ...(DIALECTS[operation] && { dialect: DIALECTS[operation] }),
    ...(key && { key }),
    ...(tenant && { tenant }),
    ...(groups && { groups: groups.split(",").map((group) => group.trim()).filter(Boolean) }),
    ...(headers && { headers: Object.fromEntries(lines(headers).map(headerOf)) }),
    ...(body && { body: JSON.parse(body) }),
  };
}

function headerOf(line) {
  const colon = line.indexOf(":");
  return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

/** @param {Record<string, any>} told */
function explanation(told) {
  const { targets, left_out: left, limits } = told;
  return [
    verdict(told),
    card("Why", why(told)),
    targets.length > 0 && card("Targets, in the order in which they would be tried", targetTable(targets)),
    left.length > 0 && card("Left out", h("ul", { class: "routing-lines" }, left.map(({ target, why: reason }) =>
      h("li", null, h("code", null, target), ` ${reason}`)))),
    card("Limits that apply", limits.length
      ? h("ul", { class: "routing-lines" }, limits.map(limit))
      : h("p", { class: "hint" }, "None holds for this caller.")),
  ].filter(Boolean);
}

function verdict({ model, refusal, targets }) {
  if (refusal) {
    return h("p", { class: "note note-bad" }, h("strong", null, `Refused with ${refusal.status}. `), refusal.message, " ", h("code", null, refusal.code));
  }
  const first = targets.find(({ standing }) => standing === "ready");
  return first
    ? h("p", { class: "note note-good" }, h("strong", null, "It would be tried at "), h("code", null, `${first.backend}/${first.upstream_model}`),
      first.translated && ", translated", ".")
    : h("p", { class: "note note-bad" }, h("strong", null, "Nothing is ready "), `to serve ${model} at this moment.`);
}

function why({ model, alias, reason, rules, bucket, bounds, strategy }) {
  return facts([
    ["Asked for", h("code", null, model)],
    ["Leads to", alias && h("code", null, alias)],
    ["Found as", reason],
    ["Rules that spoke", names(rules, "none")],
    ["Experiment", bucket],
    ["Bounds", bounds],
    ["Among equals", strategy],
  ]);
}

function targetTable(targets) {
  const head = ["Target", "Standing", "Lost in translation"].map((title) => h("th", { scope: "col" }, title));
  const numbers = ["Order", "Weight", "First word", "In flight", "Errors", "In / 1M", "Out / 1M"].map((title) => h("th", { scope: "col", class: "number" }, title));
  return h("div", { class: "table-frame table-stacked", tabindex: "0", role: "region", "aria-label": "Targets" }, h("table", null,
    h("thead", null, h("tr", null, head, numbers)),
    h("tbody", null, targets.map(targetRow))));
}

function targetRow({ alias, backend, upstream_model: model, kind, order, weight, standing, translated, losses, labels, price,
  first_token_ms: first, in_flight: busy, error_share: errors }) {
  const number = (title, value) => h("td", { class: "number", "data-title": title }, value);
  return h("tr", null,
    h("th", { scope: "row" }, h("div", null, h("code", null, `${backend}/${model}`),
      h("span", { class: "second" }, [`of ${alias}`, kind, ...Object.entries(labels).map(([label, word]) => `${label} ${word}`)].join(", ")))),
    h("td", { "data-title": "Standing" }, h("span", { class: standing === "ready" ? "tag tag-good" : "tag tag-warn" }, standing)),
    h("td", { "data-title": "Lost" }, translated ? names(losses, "translated, nothing told") : "relayed as it is"),
    number("Order", order), number("Weight", weight),
    number("First word", first ? duration(first) : "–"), number("In flight", count(busy)), number("Errors", percent(errors)),
    number("In / 1M", money(price?.input)), number("Out / 1M", money(price?.output)));
}

/** What limits count, in words. */
const METRICS = { cost: "dollars", requests: "calls", parallel: "calls at the same time" };

const limit = ({ name, scope, metric, amount, left, resets_at: until, blocked }) => h("li", null,
  h("strong", null, name), ` (${scope.replaceAll("_", " ")}): ${left} of ${amount} ${METRICS[metric] ?? metric} left until ${dateTime(until)} `,
  blocked && h("span", { class: "tag tag-bad" }, "used up"));
