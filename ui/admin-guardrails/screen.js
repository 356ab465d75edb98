// Guardrails: which there are, what each did in the last day, every look at a call, and a text to try.

import { get } from "/ui/shared/api.js";
import { h, one } from "/ui/shared/dom.js";
import { ago, count, dateTime, percent } from "/ui/shared/format.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { resultTag, took } from "/ui/shared/guardrails.js";
import { actButton, card, present, sourceMark } from "/ui/shared/views.js";
import { blockedTable } from "./blocked.js";
import { addRule, changeRule, removeRule } from "./rule.js";
import { trialForm } from "./trial.js";

/**
 * @typedef {{id: string, source: string, place: string | null, enabled: boolean, problem: string | null, name: string,
 *   type: string, layer: string, priority: number, mode: string, on_block: string, on_failure: string,
 *   streams: string}} Guardrail
 * @typedef {{name: string, layer: string, runs: number, passed: number, replaced: number, blocked: number,
 *   failed: number, not_scanned: number, overridden: number, mean_micros: number, most_micros: number}} Sum
 * @typedef {{id: number, request_id: string, started_at: string, name: string, type: string, layer: string,
 *   micros: number, result: string, note: string, overridden: boolean}} Run
 */

const place = one("#guardrails");

show();

function show() {
  present(place, () => get("/admin/api/guardrails"), ({ guardrails, kinds, sums, strict }) => [
    card("Set up",
      guardrails.length ? overview(guardrails, kinds, sums, strict) : nothing(kinds),
      h("div", { class: "form-acts" }, actButton("Add a guardrail", async () => addRule(kinds, show)))),
    guardrails.length && h("div", { class: "below" }, card("Try a text", trialForm(guardrails))),
    h("div", { class: "below" }, h("h2", null, "Stopped requests"), blockedTable()),
    h("div", { class: "below" }, h("h2", null, "Every look"), runs(guardrails).element),
  ]);
}

/** @param {Guardrail[]} guardrails @param {import("./rule.js").Kind[]} kinds @param {Sum[]} sums @param {boolean} strict */
function overview(guardrails, kinds, sums, strict) {
  const head = ["Guardrail", "Door", "Order", "Effect", "Looks in 24 h", "Passed", "Changed", "Stopped", "Failed", "Not read", "Mean time", ""];
  return h("div", null,
    h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Guardrails" },
      h("table", null,
        h("thead", null, h("tr", null, head.map((title, i) => h("th", { scope: "col", class: i > 3 ? "number" : null }, title)))),
        h("tbody", null, guardrails.map((guardrail) => line(guardrail, kinds, sums))))),
    strict && h("p", { class: "hint" }, "Strict: what guardrails cannot read, such as pictures, is refused."));
}

/** What can be done with one that operators own. @param {Guardrail} guardrail @param {import("./rule.js").Kind[]} kinds */
const acts = (guardrail, kinds) => guardrail.source === "admin" && h("span", { class: "names" },
  actButton("Change", () => changeRule(kinds, guardrail, show), { small: "small", name: `Change ${guardrail.name}` }),
  actButton("Delete", () => removeRule(guardrail, show), { small: "small", look: "danger", name: `Delete ${guardrail.name}` }));

function line(guardrail, kinds, sums) {
  const sum = sums.find(({ name, layer }) => name === guardrail.name && layer === guardrail.layer);
  const number = (value) => h("td", { class: "number" }, sum ? count(value(sum)) : "0");
  return h("tr", null,
    h("th", { scope: "row" }, guardrail.name, " ", sourceMark(guardrail),
      !guardrail.enabled && h("span", { class: "tag tag-warn" }, "off"),
      h("span", { class: "second" }, guardrail.type),
      guardrail.problem && h("span", { class: "second bad" }, guardrail.problem)),
    h("td", null, guardrail.layer === "input" ? "in" : `out, streams: ${guardrail.streams}`),
    h("td", null, count(guardrail.priority)),
    h("td", null, guardrail.mode === "monitor"
      ? h("span", { class: "tag" }, "only records")
      : [guardrail.on_block, h("span", { class: "second" }, guardrail.on_failure === "open" ? "lets pass when it fails" : "refuses when it fails")]),
    number(({ runs: all }) => all),
    h("td", { class: "number" }, percent(sum?.runs ? sum.passed / sum.runs : null)),
    number(({ replaced }) => replaced),
    number(({ blocked }) => blocked),
    number(({ failed }) => failed),
    number(({ not_scanned: unread }) => unread),
    h("td", { class: "number" }, sum ? took(sum.mean_micros) : "–"),
    h("td", null, acts(guardrail, kinds)));
}

/** @param {import("./rule.js").Kind[]} kinds */
function nothing(kinds) {
  return h("div", null,
    h("p", null, "No guardrail is set up. They stand in the settings under guardrails, or are added here; these kinds come with the gateway:"),
    h("dl", { class: "kinds" }, kinds.flatMap(({ type, description }) => [h("dt", null, h("code", null, type)), h("dd", null, description)])));
}

/** @param {Guardrail[]} guardrails */
function runs(guardrails) {
  const names = [...new Set(guardrails.map(({ name }) => name))];
  return table({
    caption: "Looks of guardrails at calls, newest first",
    stacked: true,
    columns: [
      { name: "name", title: "Guardrail", head: true,
        cell: ({ name, type }) => h("span", null, name, h("span", { class: "second" }, type)) },
      { name: "layer", title: "Door", cell: ({ layer }) => (layer === "input" ? "in" : "out") },
      { name: "result", title: "Result", cell: ({ result, overridden }) => [resultTag(result), overridden && " shown otherwise"] },
      { name: "note", title: "Found", cell: ({ note }) => note || "nothing" },
      { name: "micros", title: "Took", number: true, cell: ({ micros }) => took(micros) },
      { name: "started_at", title: "When",
        cell: ({ started_at: at }) => h("time", { datetime: at, title: dateTime(at) }, ago(at)) },
      { name: "request_id", title: "Call", cell: ({ request_id: id }) => h("code", null, id) },
    ],
    filters: [
      { name: "name", label: "Guardrail", type: "select", options: [["", "Every guardrail"], ...names.map((name) => [name, name])] },
      { name: "layer", label: "Door", type: "select", options: [["", "Both doors"], ["input", "In"], ["output", "Out"]] },
      { name: "result", label: "Result", type: "select",
        options: [["", "Every result"], ["passed", "Passed"], ["replaced", "Changed"], ["blocked", "Stopped"], ["failed", "Failed"],
          ["not_scanned", "Not read"]] },
    ],
    load: (params, signal) => page("/admin/api/guardrails/runs", params, signal),
    empty: { title: "No guardrail looked at a call yet", text: "Each look of a guardrail at a request or an answer stands here." },
  });
}
