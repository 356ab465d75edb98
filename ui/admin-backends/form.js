// The form of a backend: what is said of it, tried before it is saved.

import { patch, post } from "/ui/shared/api.js";
import { lines, select, toggle } from "/ui/shared/choices.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, showError, values, wire } from "/ui/shared/form.js";
import { actButton } from "/ui/shared/views.js";
import { trialNote } from "./trial.js";

const HOME = "/admin/api/backends";

const CREDENTIALS = [
  ["own", "A key of the gateway"],
  ["client", "The caller's own key (pass-through)"],
  ["none", "None"],
];

/**
 * @typedef {{id: string, name: string, kind: string, base_url: string, credential: "own" | "client" | "none",
 *   key_preview?: string, credential_problem?: string, headers: string[], models: string[],
 *   options: Record<string, string>, labels: Record<string, string>, timeout_seconds: number,
 *   skip_tls_verify: boolean, enabled: boolean, source: string, place: string, read_only: boolean, status: string,
 *   detail: string, probed_at?: string, latency_ms?: number, models_seen?: number, models_seen_at?: string,
 *   resting: {target: string, failures: number, rests_until?: string, last_failure: string}[]}} Backend
 */

/**
 * @param {{kinds: {kind: string, description: string, base_url?: string, needs_key: boolean}[], backend?: Backend,
 *   saved: (backend: Backend) => void}} parts backend: the one to change; nothing for a new one
 * @returns {HTMLFormElement}
 */
export function backendForm({ kinds, backend, saved }) {
  const trial = h("div", { role: "status" });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" }, [...who(kinds, backend), ...access(backend), ...lists(backend), ...words(backend)]),
      switches(backend),
      trial,
      h("div", { class: "form-acts" },
        h("button", { class: "button button-main" }, backend ? "Save" : "Add the backend"),
        actButton("Test before saving", () => tryOut(form, trial, backend))))
  );
  suggestAddress(form, kinds);
  wire(form, async (values) => {
    const body = bodyOf(values, backend);
    if (backend) {
      const { backend: changed, notice } = await patch(`${HOME}/${encodeURIComponent(backend.id)}`, body);
      toast(notice ?? `${changed.name} is saved.`, notice ? "bad" : "good");
      saved(changed);
    } else {
      saved(await post(HOME, { name: values.name, ...body }));
    }
  });
  return form;
}

function who(kinds, backend) {
  const plain = { autocomplete: "off", spellcheck: "false", required: true };
  return [
    !backend && field("Name", h("input", {
      name: "name", ...plain, maxlength: 64, pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]*",
      title: "Letters, digits and . _ -, beginning with a letter or digit.",
    }), { hint: "Routes and backend profiles name it; it cannot be changed later." }),
    field("Kind", select({ name: "kind", required: true }, kinds.map(({ kind, description }) => [kind, description.replace(/\.$/, "")]), backend?.kind)),
    field("Address", h("input", { name: "base_url", type: "url", ...plain, value: backend?.base_url ?? "" })),
  ];
}

function access(backend) {
  const stored = backend?.key_preview ? `Stored: ${backend.key_preview}. Leave it empty to keep it.` : "It is sealed and never shown again.";
  return [
    field("Key shown to it", select({ name: "credential", required: true }, CREDENTIALS, backend?.credential)),
    field("Key", h("input", { name: "api_key", type: "password", autocomplete: "new-password" }),
      { hint: backend?.credential_problem ? `${stored} Problem: ${backend.credential_problem}.` : stored }),
    field("Longest wait, in seconds", h("input", {
      name: "timeout_seconds", type: "number", min: 1, max: 3600, step: 1, value: backend?.timeout_seconds ?? "",
    }), { hint: "For the first byte of an answer." }),
  ];
}

function lists(backend) {
  const kept = backend?.headers.length
    ? `Stored: ${backend.headers.join(", ")}. Leave it empty to keep them.`
    : "One a line, as Name: value, added to every call.";
  return [
    field("Models", h("textarea", { name: "models", spellcheck: "false" }, backend?.models.join("\n") ?? ""),
      { hint: "One a line; none for whatever is asked for." }),
    field("Header lines", h("textarea", { name: "headers", spellcheck: "false" }), { hint: kept }),
  ];
}

function words(backend) {
  return [
    field("Options", h("textarea", { name: "options", spellcheck: "false" }, pairLines(backend?.options).join("\n")),
      { hint: "One a line, as name=value: further words of its kind, such as region or api_version." }),
    field("Labels", h("textarea", { name: "labels", spellcheck: "false" }, pairLines(backend?.labels).join("\n")),
      { hint: "One a line, as name=value: what aliases and rules may ask for, such as region or data_class." }),
  ];
}

function switches(backend) {
  return h("div", { class: "form-columns" },
    toggle({ name: "enabled", label: "Switched on", checked: backend?.enabled ?? true }),
    toggle({
      name: "skip_tls_verify", label: "Do not check its certificate", checked: backend?.skip_tls_verify ?? false,
      hint: "Whoever stands in between can read every call and key.",
    }),
    backend?.headers.length > 0 && toggle({ name: "drop_headers", label: "Take the stored header lines away", checked: false }));
}

/** The usual address of a kind, as long as nobody wrote another one. */
function suggestAddress(form, kinds) {
  const { kind, base_url: address } = form.elements;
  const usual = () => kinds.find((one) => one.kind === kind.value)?.base_url ?? "";
  const known = kinds.map((one) => one.base_url ?? "");
  const suggest = () => {
    address.placeholder = usual() || "https://host";
    if (known.includes(address.value)) {
      address.value = usual();
    }
  };
  kind.addEventListener("change", suggest);
  suggest();
}

async function tryOut(form, place, backend) {
  if (!form.reportValidity()) {
    return;
  }
  place.replaceChildren();
  const said = values(form);
  try {
    const trial = await post(`${HOME}/test`, { name: backend?.name ?? said.name, ...bodyOf(said, backend) });
    const isWithoutKey = backend && said.credential === "own" && !said.api_key;
    place.replaceChildren(trialNote(trial),
      isWithoutKey ? h("p", { class: "hint" }, "The stored key was not shown: the address may be another one. Type the key to try it.") : "");
  } catch (error) {
    showError(form, error);
  }
}

/** Only what is said; what is left empty stays as it is. */
function bodyOf(said, backend) {
  const body = {
    kind: said.kind,
    base_url: said.base_url,
    credential: said.credential,
    models: lines(said.models),
    options: pairs(said.options, "="),
    labels: pairs(said.labels, "="),
    skip_tls_verify: said.skip_tls_verify,
    enabled: said.enabled,
  };
  if (said.api_key) {
    body.api_key = said.api_key;
  }
  if (said.timeout_seconds !== null) {
    body.timeout_seconds = said.timeout_seconds;
  }
  if (said.headers || said.drop_headers) {
    body.headers = pairs(said.headers, ":");
  }
  return body;
}

/** Names and values, one pair a line. @param {string} text @param {string} sign between name and value */
function pairs(text, sign) {
  return Object.fromEntries(lines(text).map((line) => {
    const at = line.indexOf(sign);
    return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  }));
}

/** Names and values as lines. @param {Record<string, string>} [words] */
export const pairLines = (words = {}) => Object.entries(words).map(([name, value]) => `${name}=${value}`);
