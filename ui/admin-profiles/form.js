// The form of a backend profile.

import { post, put } from "/ui/shared/api.js";
import { choices, lines, toggle } from "/ui/shared/choices.js";
import { h } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { quotaLines } from "./quotas.js";

const HOME = "/admin/api/profiles";

/**
 * @typedef {{id: string, name: string, description: string, source: string, place?: string, oidc_groups: string[],
 *   backends: string[], allowed_models?: string[], policies: string[], metadata_audit: boolean, content_audit: boolean,
 *   default_expiry_days?: number, enforce_expiry: boolean, max_keys_per_user: number, openwebui_headers: boolean,
 *   quotas: import("./quotas.js").Quota[]}} Profile
 */

/**
 * @param {{backends: {name: string, kind: string}[], policies: {id: string, name: string, version: number}[],
 *   profile?: Profile, saved: (profile: Profile) => void}} parts profile: the one to change; nothing for a new one
 * @returns {HTMLFormElement}
 */
export function profileForm({ backends, policies, profile, saved }) {
  const reached = choices({
    label: "Backends", name: "backends", hint: "What its keys reach.",
    options: [
      { value: "*", label: "Every backend", hint: "those added later too" },
      ...backends.map(({ name, kind }) => ({ value: name, label: name, hint: kind })),
    ],
    chosen: profile?.backends ?? [], none: "There is no backend yet. Add one first.",
  });
  const asked = choices({
    label: "Policies", name: "policies", hint: "All of them are accepted before a key is created.",
    options: policies.map(({ id, name, version }) => ({ value: id, label: name, hint: `version ${version}` })),
    chosen: profile?.policies ?? [], none: "There is no policy yet; people get keys without accepting anything.",
  });
  const quotas = quotaLines(profile?.quotas ?? []);
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" }, names(profile)),
      h("div", { class: "form-columns" }, reached.element, asked.element),
      h("div", { class: "form-columns" }, access(profile)),
      h("div", { class: "form-columns" }, rules(profile)),
      h("div", { class: "form-columns" }, switches(profile)),
      quotas.element,
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, profile ? "Save" : "Add the backend profile")))
  );
  wire(form, async (values) => {
    const body = {
      ...bodyOf(values), backends: reached.values(), policies: asked.values(), quotas: quotas.values(),
    };
    saved(profile ? await put(`${HOME}/${encodeURIComponent(profile.id)}`, body) : await post(HOME, body));
  }, { check });
  return form;
}

function names(profile) {
  return [
    field("Name", h("input", { name: "name", required: true, maxlength: 200, value: profile?.name ?? "" })),
    field("What it is for", h("input", { name: "description", maxlength: 2000, value: profile?.description ?? "" })),
  ];
}

function access(profile) {
  return [
    field("Groups", h("textarea", { name: "oidc_groups", spellcheck: "false" }, profile?.oidc_groups.join("\n") ?? ""),
      { hint: "One a line, as the identity provider or this gateway names them; none for everybody who is signed in." }),
    field("Models", h("textarea", { name: "allowed_models", spellcheck: "false" }, profile?.allowed_models?.join("\n") ?? ""),
      { hint: "Names and globs such as gpt-*, one a line; none for all of them." }),
  ];
}

function rules(profile) {
  const number = (name, value, max) => h("input", { type: "number", name, min: 1, max, step: 1, value: value ?? "" });
  const most = number("max_keys_per_user", profile?.max_keys_per_user ?? 5, 1000);
  most.required = true;
  return [
    field("Life of a key, in days", number("default_expiry_days", profile?.default_expiry_days, 3650),
      { hint: "None for keys without an end." }),
    field("Keys of one person that work at the same time", most),
  ];
}

function switches(profile) {
  return [
    toggle({
      name: "enforce_expiry", label: "Nobody may choose a longer life", checked: profile?.enforce_expiry ?? false,
    }),
    toggle({
      name: "openwebui_headers", label: "Open WebUI may name its user", checked: profile?.openwebui_headers ?? false,
      hint: "Owners of a key decide whether they trust it.",
    }),
    toggle({
      name: "metadata_audit", label: "Record calls", checked: profile?.metadata_audit ?? true,
      hint: "Who, when, which model, how many tokens.",
    }),
    toggle({
      name: "content_audit", label: "Record what is asked and answered", checked: profile?.content_audit ?? false,
      hint: "Operators can read it. Say so in a policy.",
    }),
  ];
}

function check({ enforce_expiry: isEnforced, default_expiry_days: days }) {
  return isEnforced && !days ? { default_expiry_days: "Say how many days, or let people choose." } : {};
}

function bodyOf(said) {
  const models = lines(said.allowed_models);
  return {
    name: said.name,
    description: said.description,
    oidc_groups: lines(said.oidc_groups),
    allowed_models: models.length ? models : null,
    metadata_audit: said.metadata_audit,
    content_audit: said.content_audit,
    default_expiry_days: said.default_expiry_days,
    enforce_expiry: said.enforce_expiry,
    max_keys_per_user: said.max_keys_per_user,
    openwebui_headers: said.openwebui_headers,
  };
}
