// A guardrail that an operator sets up: its form, for a new one and for one that is there.

import { get, post, put, remove } from "/ui/shared/api.js";
import { lines, select, toggle } from "/ui/shared/choices.js";
import { confirm, stage } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";

const HOME = "/admin/api/guardrails/rules";

/**
 * @typedef {{name: string, type: string, layer: string, enabled: boolean | null, priority: number | null,
 *   on_block: string | null, on_failure: string | null, mode: string | null, streams: string | null,
 *   tenants: string[] | null, projects: string[] | null, except_projects: string[] | null, keys: string[] | null,
 *   models: string[] | null, timeout_ms: number | null, disclaimer: string | null, config: Record<string, any> | null}} Rule
 * @typedef {{type: string, description: string, addable: boolean}} Kind
 */

/** @param {Kind[]} kinds @param {() => void} done */
export const addRule = (kinds, done) => open("Add a guardrail", kinds, null, (body) => post(HOME, body), done);

/** @param {Kind[]} kinds @param {{id: string, name: string}} guardrail @param {() => void} done */
export async function changeRule(kinds, { id, name }, done) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  const { rule } = await get(path);
  open(`Change ${name}`, kinds, rule, (body) => put(path, body), done);
}

/** @param {{id: string, name: string}} guardrail @param {() => void} done */
export async function removeRule({ id, name }, done) {
  const sure = await confirm({
    title: `Delete the guardrail ${name}?`,
    text: "From the next call on it looks at nothing, on every instance. What it did stays in the list of looks.",
    act: "Delete the guardrail",
  });
  if (sure) {
    await remove(`${HOME}/${encodeURIComponent(id)}`);
    done();
  }
}

/** @param {string} title @param {Kind[]} kinds @param {Rule | null} rule @param {(body: object) => Promise<unknown>} send @param {() => void} done */
function open(title, kinds, rule, send, done) {
  const { body, close } = stage(title, { wide: true });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" }, what(kinds, rule), effect(rule)),
      h("details", { open: Boolean(rule && scoped(rule)) }, h("summary", null, "Only for some calls"),
        h("div", { class: "form-columns" }, scope(rule))),
      field("Config", h("textarea", { name: "config", rows: 6, spellcheck: "false", class: "mono" },
        JSON.stringify(rule?.config ?? {}, null, 2)),
        { hint: "What the kind is told, as a JSON object (docs/guides/guardrails.md). Stars leave a secret as it is." }),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, rule ? "Save" : "Add the guardrail"))));
  body.append(h("h2", null, title), form);
  wire(form, async (values) => {
    await send(bodyOf(values));
    close();
    toast(rule ? "It is saved, and holds from the next call on." : "It looks at calls from now on.");
    done();
  }, { check: ({ config }) => ({ config: jsonProblem(config) }) });
}

/** @param {Kind[]} kinds @param {Rule | null} rule */
const what = (kinds, rule) => [
  field("Name", h("input", { name: "name", value: rule?.name, required: true, maxlength: 100, autocomplete: "off" })),
  field("Kind", select({ name: "type", required: true },
    kinds.filter(({ addable }) => addable).map(({ type, description }) => [type, `${type}: ${description}`]), rule?.type)),
  field("Door", select({ name: "layer", required: true }, [["input", "requests, on the way in"], ["output", "answers, on the way out"]], rule?.layer)),
  field("Priority", h("input", { name: "priority", type: "number", min: 0, max: 1000, step: 1, required: true, value: rule?.priority ?? 100 }),
    { hint: "Lower ones look first, those of one number together." }),
  toggle({ name: "enabled", label: "It looks at calls", checked: rule?.enabled ?? true }),
];

/** @param {Rule | null} rule */
const effect = (rule) => [
  field("What it says", select({ name: "mode", required: true },
    [["enforce", "has effect"], ["monitor", "is only recorded, as a warning"]], rule?.mode ?? "enforce")),
  field("Stopped calls get", select({ name: "on_block" },
    [["", "what is usual at the door"], ["reject", "403"], ["override", "an answer that says no"]], rule?.on_block ?? "")),
  field("When it cannot tell", select({ name: "on_failure", required: true },
    [["closed", "calls are refused"], ["open", "calls go on"]], rule?.on_failure ?? "closed")),
  field("Streamed answers", select({ name: "streams" },
    [["", "as is usual for the kind"], ["window", "are masked while they flow"], ["buffer", "are held back until checked"], ["skip", "are passed over"]],
    rule?.streams ?? "")),
  field("Longest wait in ms", h("input", { name: "timeout_ms", type: "number", min: 10, max: 120000, step: 1, value: rule?.timeout_ms }),
    { hint: "For kinds that ask a service; empty for that of the settings." }),
  field("Disclaimer", h("input", { name: "disclaimer", maxlength: 1000, value: rule?.disclaimer, autocomplete: "off" }),
    { hint: "Stands behind an answer that it changed." }),
];

const LISTS = [
  ["models", "Models", "Names and patterns, one a line; empty for all."],
  ["tenants", "Organisations", "Ids, one a line; empty for all."],
  ["projects", "Projects", "Ids, one a line; empty for all."],
  ["except_projects", "Switched off for projects", "Ids, one a line."],
  ["keys", "Keys", "Ids, one a line; empty for all."],
];

/** @param {Rule} rule */
const scoped = (rule) => LISTS.some(([name]) => rule[name]?.length);

/** @param {Rule | null} rule */
const scope = (rule) => LISTS.map(([name, label, hint]) =>
  field(label, h("textarea", { name, rows: 2, spellcheck: "false" }, rule?.[name]?.join("\n") ?? ""), { hint }));

/** @param {Record<string, any>} values */
function bodyOf({ config, ...said }) {
  const lists = Object.fromEntries(LISTS.map(([name]) => [name, lines(said[name])]));
  const given = Object.entries({ ...said, ...lists }).filter(([, value]) => value !== "" && value !== null);
  return { ...Object.fromEntries(given), config: config ? JSON.parse(config) : {} };
}

function jsonProblem(text) {
  try {
    text && JSON.parse(text);
    return "";
  } catch (error) {
    return `This is no JSON: ${error.message}`;
  }
}
