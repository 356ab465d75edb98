// The rules that are asked of every call: in their order, with what they say, to add, change and take away.

import { get, put, remove } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { empty, h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { actButton, card, present, sourceMark } from "/ui/shared/views.js";

const HOME = "/admin/api/routing/rules";

/** @typedef {{name: string, position: number, when: Record<string, any>, use?: string, require: Record<string, string[]>,
 *   source: string}} Rule */

const isSaid = (value) => value !== null && value !== undefined && (typeof value !== "object" || Object.keys(value).length > 0);

/** What a condition asks, without what it leaves out. @param {Record<string, any>} when */
const said = (when) => Object.fromEntries(Object.entries(when).filter(([, value]) => isSaid(value)));

/** A condition in words. @param {Record<string, any>} when */
export function conditionWords(when) {
  const words = Object.entries(said(when)).map(([name, value]) => {
    if (name === "headers") {
      return Object.entries(value).map(([header, wanted]) => `${header}: ${[wanted].flat().join(" or ")}`).join(", ");
    }
    return `${name.replaceAll("_", " ")} ${[value].flat().join(" or ")}`;
  });
  return words.join(", ") || "every call";
}

/** Bounds in words. @param {Record<string, string[]>} bounds */
export const requireWords = (bounds) => Object.entries(bounds ?? {}).map(([label, words]) => `${label} ${[words].flat().join(" or ")}`).join(", ");

/** @param {Element} place */
export function ruleView(place) {
  const again = () => ruleView(place);
  present(place, () => get(HOME), ({ data }) => [
    card("Rules for every call", data.length ? list(data, again) : empty("No rules yet",
      "A rule leads calls of a kind to another alias, or binds them to backends with certain labels.")),
    card("Add or replace a rule", ruleForm(again)),
  ]);
}

/** @param {Rule[]} rules */
const list = (rules, changed) => h("ol", { class: "routing-rules" }, rules.map((rule) => h("li", null, h("div", { class: "routing-rule" },
  h("div", null,
    h("strong", null, rule.name), " ", sourceMark(rule),
    h("p", null, `When ${conditionWords(rule.when)}`,
      rule.use && [" → ", h("code", null, rule.use)],
      requireWords(rule.require) && `; requires ${requireWords(rule.require)}`)),
  h("span", { class: "names" },
    h("button", { type: "button", class: "button button-small", "aria-label": `Change ${rule.name}`, onclick: () => edit(rule) }, "Change"),
    rule.source === "admin" && actButton("Delete", () => away(rule).then((done) => done && changed()), {
      small: "small", look: "danger", name: `Delete ${rule.name}`,
    }))))));

async function away({ name }) {
  const sure = await confirm({
    title: `Delete the rule ${name}?`,
    text: "Calls go by the other rules from now on. A configured rule of this name holds again.",
    act: "Delete the rule",
  });
  if (sure) {
    await remove(`${HOME}/${encodeURIComponent(name)}`);
  }
  return sure;
}

/** Puts a rule into the form. @param {Rule} rule */
function edit({ name, position, when, use, require: bounds }) {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("#rule"));
  const fill = (field, value) => (form.elements.namedItem(field).value = value);
  fill("name", name);
  fill("position", position);
  fill("when", JSON.stringify(said(when), null, 2));
  fill("use", use ?? "");
  fill("require", Object.keys(bounds).length ? JSON.stringify(bounds, null, 2) : "");
  form.elements.namedItem("when").focus();
}

function ruleForm(changed) {
  const json = (name, sample) => h("textarea", { name, rows: 4, spellcheck: "false", class: "mono", placeholder: sample });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide", id: "rule" },
      h("div", { class: "form-columns" },
        field("Name", h("input", { name: "name", required: true, maxlength: 64, autocomplete: "off" }),
          { hint: "One with the name of another rule takes its place." }),
        field("Position", h("input", { name: "position", type: "number", min: 0, step: 1, value: 0, required: true }),
          { hint: "Rules are asked in this order; the first that names an alias decides." }),
        field("When", json("when", '{"workloads": ["bulk"], "models": ["coding-*"]}'),
          { hint: "A JSON object of headers, workloads, models, operations, tenants, projects, groups, keys, profiles (lists of words), "
            + "tools, images, stream (true or false), prompt_at_least, prompt_at_most (tokens). Empty for every call." }),
        h("div", { class: "form" },
          field("Use the alias", h("input", { name: "use", maxlength: 256, autocomplete: "off", spellcheck: "false" })),
          field("Require labels", json("require", '{"region": ["eu"]}'), { hint: "Bounds add up; nothing outside of them is tried." }))),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Save the rule")))
  );
  wire(form, async ({ name, position, when, use, require: bounds }) => {
    await put(`${HOME}/${encodeURIComponent(name)}`, {
      position,
      when: when ? JSON.parse(when) : {},
      ...(use && { use }),
      ...(bounds && { require: JSON.parse(bounds) }),
    });
    changed();
  }, { check: ({ when, require: bounds }) => ({ when: problem(when), require: problem(bounds) }) });
  return form;
}

function problem(text) {
  try {
    text && JSON.parse(text);
    return "";
  } catch (error) {
    return `This is no JSON: ${error.message}`;
  }
}
