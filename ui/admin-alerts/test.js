// A test alert, to everybody in the settings or to one target, and how it went.

import { post } from "/ui/shared/api.js";
import { h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";

/** @param {() => void} sent called once the answer is there */
export function testForm(sent) {
  const results = h("div", { role: "status" });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form-line" },
      field("To", h("input", { name: "target", autocomplete: "off", spellcheck: "false" }), {
        hint: "An e-mail address or the https address of a webhook. Empty: everybody in the settings.",
      }),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Send a test")))
  );
  wire(form, async ({ target }) => {
    results.replaceChildren();
    const { attempts } = await post("/admin/api/alerts/test", asked(target));
    results.replaceChildren(h("ul", { class: "told test-results" }, attempts.map(result)));
    sent();
  });
  return [form, results];
}

function asked(target) {
  if (!target) {
    return {};
  }
  return target.includes("://") ? { webhooks: [target] } : { emails: [target] };
}

function result({ target, success, error }) {
  return h("li", null,
    h("span", { class: success ? "tag tag-good" : "tag tag-bad" }, success ? "arrived" : "failed"), " ", target,
    error && h("span", { class: "second" }, error));
}
