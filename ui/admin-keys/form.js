// The form of a service key; its text is shown once.

import { addressesField } from "/ui/shared/addresses.js";
import { post } from "/ui/shared/api.js";
import { lines, toggle } from "/ui/shared/choices.js";
import { show } from "/ui/shared/dialog.js";
import { copyButton, h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";

/** @param {string} tenant id of the one the key is for; empty for the usual one */
export function issueForm(tenant) {
  const plain = { autocomplete: "off", spellcheck: "false" };
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" },
        field("Name", h("input", { name: "display_name", required: true, maxlength: 200, ...plain }), { hint: "What people will call it." }),
        field("Which program", h("input", { name: "principal_ref", maxlength: 200, ...plain }), { hint: "In your own words; usage is shown under it." }),
        field("Last day", h("input", { name: "last_day", type: "date" }), { hint: "None for a key without an end." }),
        field("Tenant", h("input", { name: "tenant", value: tenant, ...plain }), { hint: "Its id, when it is not the usual one." }),
        field("Models", h("textarea", { name: "allowed_models", spellcheck: "false" }), { hint: "Names and globs, one a line; none for all of them." }),
        addressesField(),
        field("Notes", h("textarea", { name: "notes", maxlength: 2000 }))),
      toggle({
        name: "admin", label: "It may use the operators' API", checked: false,
        hint: "Whoever has it can change everything an operator can.",
      }),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Issue the key")))
  );
  wire(form, async (values) => {
    const { api_key: text, key } = await post("/admin/api/keys", bodyOf(values));
    await showOnce(text);
    location.assign(`?open=${encodeURIComponent(key.id)}`);
  }, { check });
  return form;
}

function check({ last_day: day }) {
  return day && endOf(day) <= new Date() ? { last_day: "This day is over." } : {};
}

/** The end of a day where the reader is. */
const endOf = (day) => new Date(`${day}T23:59:59`);

function bodyOf(said) {
  const models = lines(said.allowed_models);
  const body = {
    display_name: said.display_name,
    principal_type: "service",
    principal_ref: said.principal_ref,
    notes: said.notes,
    admin: said.admin,
    allowed_addresses: lines(said.allowed_addresses),
  };
  if (models.length) {
    body.allowed_models = models;
  }
  if (said.last_day) {
    body.expires_at = endOf(said.last_day).toISOString();
  }
  if (said.tenant) {
    body.tenant = said.tenant;
  }
  return body;
}

/** @param {string} text */
function showOnce(text) {
  return show("Copy the key now", [
    h("p", null, "It is shown this once. What is kept here is only a hash of it."),
    h("div", { class: "once" }, h("code", { class: "once-text", tabindex: "0" }, text), copyButton(() => text)),
  ], { acts: [{ label: "I have it", value: "", look: "main" }] });
}
