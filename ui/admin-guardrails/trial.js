// A text and what guardrails make of it: the very ones that calls meet.

import { post } from "/ui/shared/api.js";
import { h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { resultTag, took } from "/ui/shared/guardrails.js";

/** @param {import("./screen.js").Guardrail[]} guardrails @returns {HTMLElement} */
export function trialForm(guardrails) {
  const result = h("div", { class: "below", "aria-live": "polite" });
  const options = guardrails.map(({ name, layer }) =>
    h("option", { value: `${layer} ${name}` }, `${name} (${layer === "input" ? "in" : "out"})`));
  const form = h("form", { class: "trial" },
    field("Text", h("textarea", { name: "text", rows: "4", required: true, maxlength: "100000" })),
    field("Guardrail", h("select", { name: "guardrail", required: true },
      h("option", { value: "input " }, "All on the way in"),
      h("option", { value: "output " }, "All on the way out"),
      options)),
    h("p", { class: "form-problem", role: "alert" }),
    h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Try it")));
  wire(form, async ({ text, guardrail }) => {
    const [layer, ...name] = guardrail.split(" ");
    const tried = await post("/admin/api/guardrails/try", { text, layer, name: name.join(" ") || undefined });
    result.replaceChildren(outcome(tried));
  });
  return h("div", null, form, result);
}

/** @param {{looks: {name: string, result: string, note: string, micros: number}[], text: string, stopped: boolean}} tried */
function outcome({ looks, text, stopped }) {
  return h("div", { class: `note ${stopped ? "note-bad" : "note-good"}` },
    h("p", null, h("strong", null, stopped ? "It would be stopped" : "It would go on")),
    h("ul", { class: "looks" }, looks.map(({ name, result, note, micros }) =>
      h("li", null, resultTag(result), ` ${name}`, h("span", { class: "second" }, `${note || "nothing found"}, ${took(micros)}`)))),
    !stopped && h("pre", { class: "trial-text" }, text));
}
