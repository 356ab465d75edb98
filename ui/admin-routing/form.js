// The form of an alias: what it is, where it leads, how one of the targets is chosen, what it costs.

import { ApiError, post, put } from "/ui/shared/api.js";
import { lines, select, toggle } from "/ui/shared/choices.js";
import { h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";

const HOME = "/admin/api/models";

const TYPES = ["llm", "embedding", "image", "audio", "moderation", "rerank"].map((word) => [word, word]);

/** @type {[string, string][]} */
const STRATEGIES = [
  ["", "the default strategy"], ["weighted", "a draw by weight"], ["priority", "the first that is declared"],
  ["round_robin", "one after the other"], ["least_busy", "the fewest calls in flight"], ["latency", "the soonest first word"],
  ["cost", "the cheapest"], ["sticky", "the same as before"], ["scored", "the best score"],
];

/** @type {[string, string][]} */
const STICKY = [["", "as usual"], ["conversation", "conversation"], ["client", "client"], ["prompt", "beginning of the prompt"]];

/** Members of routing that have a field of their own. */
const OWN = ["strategy", "sticky_by", "fallbacks", "fallback_on_content", "attempts", "first_token_timeout_ms"];

/** Members of a price that have a field of their own. */
const PRICES = ["input", "output", "cached_input"];

/** @param {string | null | undefined} word */
export const strategyWord = (word) => STRATEGIES.find(([value]) => value === (word ?? ""))?.[1] ?? word;

/** @typedef {import("./aliases.js").Alias} Alias */

/**
 * @param {{backends: string[], alias?: Alias, saved: (alias: Alias) => void}} parts alias: the one to change; nothing for a
 *   new one
 * @returns {HTMLFormElement}
 */
export function aliasForm({ backends, alias, saved }) {
  const targets = targetLines(backends, alias?.deployments ?? [{ backend: backends[0] ?? "", model: "", weight: 100, order: 0 }]);
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" }, who(alias)),
      targets.element,
      h("div", { class: "form-columns" }, choosing(alias?.routing)),
      more(alias?.routing),
      h("div", { class: "form-columns" }, price(alias?.price)),
      h("div", { class: "form-columns" }, abilities(alias)),
      switches(alias),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, alias ? "Save" : "Add the alias")))
  );
  wire(form, async (said) => {
    const body = { ...bodyOf(said, alias), deployments: targets.values() };
    if (!body.deployments.length) {
      throw new ApiError(400, { message: "An alias needs a target." }, "");
    }
    saved(alias
      ? await put(`${HOME}/${alias.alias.split("/").map(encodeURIComponent).join("/")}`, body)
      : await post(HOME, body));
  }, { check });
  return form;
}

const number = (name, value, least) => h("input", { name, type: "number", min: least, step: 1, value: value ?? "" });
const text = (name, value, rest) => h("input", { name, autocomplete: "off", spellcheck: "false", value: value ?? "", ...rest });

function who(alias) {
  return [
    !alias && field("Alias", text("alias", "", { required: true, maxlength: 256, pattern: "[!-~]+", title: "Letters, digits and signs, without blanks." }),
      { hint: "What clients put in model; it cannot be changed later." }),
    field("Type", select({ name: "type", required: true }, TYPES, alias?.type ?? "llm")),
  ];
}

function choosing(routing) {
  return [
    field("Among equals takes first", select({ name: "strategy", required: false }, STRATEGIES, routing?.strategy ?? "")),
    field("The same as before for the same", select({ name: "sticky_by" }, STICKY, routing?.sticky_by ?? "")),
    field("Fallbacks", h("textarea", { name: "fallbacks", rows: 2, spellcheck: "false" }, routing?.fallbacks.join("\n") ?? ""),
      { hint: "Aliases that take over when no target will do; one a line." }),
    h("div", { class: "form" },
      field("Most attempts of one call", h("input", { name: "attempts", type: "number", min: 1, max: 20, step: 1, value: routing?.attempts ?? "" })),
      field("Longest wait for the first word, in ms", number("first_token_timeout_ms", routing?.first_token_timeout_ms, 1))),
  ];
}

/** The parts of routing that are written as JSON: rules, bounds, experiments, hedges, shadows. */
function more(routing) {
  const rest = Object.fromEntries(Object.entries(routing ?? {}).filter(([name, value]) => !OWN.includes(name) && isSaid(value)));
  const shown = Object.keys(rest).length ? JSON.stringify(rest, null, 2) : "";
  return h("details", { open: Boolean(shown) }, h("summary", null, "Rules, bounds, experiments, shadows"),
    field("As JSON", h("textarea", { name: "more", rows: shown ? 8 : 4, spellcheck: "false", class: "mono" }, shown),
      { hint: "The members rules, require, experiment, hedge, score, retry_on, semantic_cache and shadow, as in the settings." }));
}

const isSaid = (value) => value !== null && value !== undefined && (typeof value !== "object" || Object.keys(value).length > 0);

function price(known) {
  const amount = { inputmode: "decimal", pattern: "\\d+(\\.\\d+)?", title: "A number such as 2.50." };
  return [
    field("Price of 1M tokens in", text("input", known?.input, amount), { hint: "In dollars. Empty for the price of the upstream model." }),
    field("Price of 1M tokens out", text("output", known?.output, amount)),
    field("Price of 1M tokens from a cache", text("cached_input", known?.cached_input, amount)),
  ];
}

function abilities(alias) {
  return [
    field("Context, in tokens", number("context_window", alias?.context_window, 1)),
    field("Longest answer, in tokens", number("max_output_tokens", alias?.max_output_tokens, 1)),
    field("Reads and writes", text("modalities", (alias?.modalities ?? ["text"]).join(", ")), { hint: "Such as text, image, audio." }),
    field("Notes", h("textarea", { name: "metadata", rows: 2, spellcheck: "false" },
      Object.entries(alias?.metadata ?? {}).map(([name, value]) => `${name}=${value}`).join("\n")), { hint: "As name=value, one a line." }),
  ];
}

function switches(alias) {
  return h("div", { class: "form-columns" },
    toggle({ name: "enabled", label: "Switched on", checked: alias?.enabled ?? true, hint: "Off: calls get 404, and the list of models lacks it." }),
    toggle({ name: "supports_tools", label: "Can call tools", checked: alias?.supports_tools ?? false }),
    toggle({ name: "expose_reasoning", label: "Leave reasoning in answers", checked: alias?.expose_reasoning ?? false }),
    toggle({ name: "fallback_on_content", label: "Fall back when content is refused", checked: alias?.routing.fallback_on_content ?? false }));
}

function check({ more: json, input, output, cached_input: cached }) {
  const problems = {};
  try {
    json && JSON.parse(json);
  } catch (error) {
    problems.more = `This is no JSON: ${error.message}`;
  }
  if ((output || cached) && !input) {
    problems.input = "Say what tokens in cost, too; a free model says 0.";
  }
  return problems;
}

/** @param {Record<string, any>} said @param {Alias} [alias] */
function bodyOf(said, alias) {
  const kept = Object.entries(alias?.price ?? {}).filter(([name]) => !PRICES.includes(name) && name !== "price_unit");
  const priced = PRICES.filter((name) => said[name]).map((name) => [name, said[name]]);
  return {
    alias: alias?.alias ?? said.alias,
    type: said.type,
    ...known({ context_window: said.context_window, max_output_tokens: said.max_output_tokens }),
    modalities: said.modalities.split(",").map((word) => word.trim()).filter(Boolean),
    supports_tools: said.supports_tools,
    expose_reasoning: said.expose_reasoning,
    enabled: said.enabled,
    metadata: Object.fromEntries(lines(said.metadata).map(pair)),
    ...(priced.length || kept.length ? { price: { price_unit: "per_1m", ...Object.fromEntries([...kept, ...priced]) } } : {}),
    routing: {
      ...(said.more ? JSON.parse(said.more) : {}),
      fallbacks: lines(said.fallbacks),
      fallback_on_content: said.fallback_on_content,
      ...known({
        strategy: said.strategy, sticky_by: said.sticky_by, attempts: said.attempts,
        first_token_timeout_ms: said.first_token_timeout_ms,
      }),
    },
  };
}

const known = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ""));

function pair(line) {
  const at = line.indexOf("=");
  return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

/** Targets, edited as lines. @param {string[]} backends @param {import("./targets.js").Deployment[]} targets */
function targetLines(backends, targets) {
  const list = h("div", { class: "routing-targets" });
  const add = (target) => {
    const line = targetLine(backends, target, () => {
      line.remove();
      another.focus();
    });
    list.append(line);
    return line;
  };
  const another = h("button", {
    type: "button", class: "button button-small",
    onclick: () => add({ backend: backends[0] ?? "", model: "", weight: 100, order: 0 }).querySelector("select").focus(),
  }, "Add a target");
  targets.forEach(add);
  const element = h("fieldset", { class: "choices" },
    h("legend", null, "Targets"),
    h("p", { class: "hint" }, "Lower orders are tried first; among equals the strategy chooses, often by weight."),
    list, another);
  return { element, values: () => [...list.children].map(targetOf) };
}

function targetLine(backends, { backend, model, weight, order }, leave) {
  const all = backends.includes(backend) || !backend ? backends : [backend, ...backends];
  const part = (name, label, rest) => h("input", { "data-part": name, "aria-label": label, required: true, ...rest });
  return h("div", { class: "routing-target" },
    select({ "data-part": "backend", "aria-label": "Backend" }, all.map((name) => [name, name]), backend),
    part("model", "Model", { value: model, placeholder: "its name there", autocomplete: "off", spellcheck: "false" }),
    h("label", null, "order", part("order", "Order", { type: "number", min: 0, step: 1, value: order })),
    h("label", null, "weight", part("weight", "Weight", { type: "number", min: 0, step: 1, value: weight })),
    h("button", { type: "button", class: "button button-quiet button-small", "aria-label": "Remove this target", onclick: leave }, "Remove"));
}

function targetOf(line) {
  const part = (name) => line.querySelector(`[data-part="${name}"]`).value.trim();
  return { backend: part("backend"), model: part("model"), weight: Number(part("weight")), order: Number(part("order")) };
}
