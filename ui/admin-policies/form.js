// The form of a policy: Markdown beside what it becomes.

import { post, put } from "/ui/shared/api.js";
import { toggle } from "/ui/shared/choices.js";
import { confirm } from "/ui/shared/dialog.js";
import { h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { render } from "/ui/shared/markdown.js";

const HOME = "/admin/api/policies";

/** Longest text, as the gateway has it. */
const LONGEST = 200_000;

/**
 * @param {{policy?: import("./screen.js").Policy, content?: string,
 *   saved: (text: {policy: import("./screen.js").Policy, content: string}) => void}} parts policy: the one to change;
 *   nothing for a new one
 */
export function policyForm({ policy, content = "", saved }) {
  const text = h("textarea", { name: "content", required: true, maxlength: LONGEST, class: "policy-text" }, content);
  const preview = h("div", { class: "policy-preview prose", tabindex: "0", role: "region", "aria-label": "Preview" });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form policy-form" },
      h("div", { class: "form-columns" },
        field("Name", h("input", { name: "name", required: true, maxlength: 200, value: policy?.name ?? "" })),
        field("What it is about", h("input", { name: "description", maxlength: 2000, value: policy?.description ?? "" }))),
      h("div", { class: "form-columns" },
        field("Text", text, { hint: "Markdown: headings, lists, emphasis, links." }),
        h("div", { class: "field" }, h("span", { class: "label" }, "What people will read"), preview)),
      toggle({
        name: "enforce_reacceptance", label: "A changed text must be accepted again",
        checked: policy?.enforce_reacceptance ?? false,
        hint: "Until then people cannot create keys; the keys they have keep working.",
      }),
      h("div", { class: "form-acts" },
        h("button", { class: "button button-main" }, policy ? "Save" : "Save the policy")))
  );
  const show = () => preview.replaceChildren(...(text.value.trim()
    ? render(text.value, { headings: 3 })
    : [h("p", { class: "hint" }, "The text appears here while you write.")]));
  text.addEventListener("input", show);
  show();
  wire(form, async (values) => {
    const isAgain = policy && values.enforce_reacceptance && values.content !== content.trim();
    if (!isAgain || await sure(policy)) {
      saved(policy ? await put(`${HOME}/${encodeURIComponent(policy.id)}`, values) : await post(HOME, values));
    }
  });
  return form;
}

function sure({ name, version }) {
  return confirm({
    title: `Publish version ${version + 1} of ${name}?`,
    text: "Nobody can create a key for a backend profile with this policy until they have accepted the new text. "
      + "Keys that exist keep working.",
    act: "Publish it",
  });
}
