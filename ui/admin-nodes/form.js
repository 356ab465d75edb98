// The form of an enrolment token; its text is shown once, in the command to run on the node.

import { post } from "/ui/shared/api.js";
import { lines } from "/ui/shared/choices.js";
import { codeBlock } from "/ui/shared/clients.js";
import { show } from "/ui/shared/dialog.js";
import { h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";

export function tokenForm() {
  const plain = { autocomplete: "off", spellcheck: "false" };
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" },
        field("Name", h("input", { name: "name", required: true, maxlength: 100, ...plain }), { hint: "What people will call the machine." }),
        field("Host id", h("input", {
          name: "host", maxlength: 64, ...plain, pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]*",
          title: "Letters, digits and . _ -, beginning with a letter or digit.",
        }), { hint: "Only this host can use the token; none for whichever comes first." }),
        field("Models", h("textarea", { name: "allowed_models", spellcheck: "false" }), { hint: "Names and globs it may offer, one a line; none for all." }),
        field("Tenants", h("textarea", { name: "tenants", spellcheck: "false" }), { hint: "Ids of those it serves, one a line; none for all." }),
        field("Labels", h("textarea", { name: "labels", spellcheck: "false", placeholder: "trust_tier=core" }), { hint: "One a line; they win over what the node says of itself." })),
      h("p", { class: "hint" }, "The token works once, within an hour."),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Make the token")))
  );
  wire(form, async (values) => {
    const { token, gateway } = await post("/admin/api/node-keys", bodyOf(values));
    await showOnce(token, gateway || location.origin, values.host);
    location.assign("/admin/nodes");
  }, { check });
  return form;
}

function check({ labels }) {
  return lines(labels ?? "").some((line) => !/^[^=]+=.+$/.test(line)) ? { labels: "Each line is name=word." } : {};
}

function bodyOf({ name, host, allowed_models: models, tenants, labels }) {
  const body = { name, allowed_models: lines(models), tenants: lines(tenants), labels: Object.fromEntries(lines(labels).map(pair)) };
  return host ? { ...body, host } : body;
}

function pair(line) {
  const equals = line.indexOf("=");
  return [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
}

/** @param {string} token @param {string} gateway @param {string} host */
function showOnce(token, gateway, host) {
  const command = `./sallyport node --gateway ${gateway} --token ${token}${host ? ` --host-id ${host}` : ""}`;
  return show("Run this on the node now", [
    h("p", null, "The token is shown this once and works once. The node keeps the key it gets for it."),
    codeBlock(command, "Command for the node"),
  ], { acts: [{ label: "I have it", value: "", look: "main" }] });
}
