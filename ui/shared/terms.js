// Policies of a backend profile: read, see what changed, accept.

import { get, post } from "./api.js";
import { diffView } from "./diff.js";
import { failure, h, skeleton, toast } from "./dom.js";
import { date } from "./format.js";
import { render } from "./markdown.js";

/**
 * @typedef {{id: string, name: string, description: string, version: number, state: "accepted" | "pending",
 *   accepted_version?: number | null, accepted_at?: string | null}} Policy
 * @typedef {{id: string, name: string, description: string, backends: string[], allowed_models?: string[] | null,
 *   metadata_audit: boolean, content_audit: boolean, default_expiry_days?: number | null, enforce_expiry: boolean,
 *   max_keys_per_user: number, openwebui_headers: boolean, policies: Policy[], ready: boolean}} Profile
 */

/** The policies that must be accepted before a key can be made. @param {Profile} profile */
export const pending = (profile) => profile.policies.filter(({ state }) => state === "pending");

/** `1 policy`, `2 policies`. @param {number} count */
export const policies = (count) => `${count} ${count === 1 ? "policy" : "policies"}`;

/**
 * A policy that unfolds into its text, what changed in it, and the button to accept it.
 *
 * @param {Profile} profile
 * @param {Policy} policy
 * @param {(profile: Profile) => void} accepted gets the backend profile as it stands then
 */
export function policyView(profile, policy, accepted) {
  const body = h("div", { class: "policy-body" });
  const view = h("details", { class: "policy" },
    h("summary", null, h("span", { class: "policy-name" }, policy.name), standing(policy)),
    body);
  view.addEventListener("toggle", () => view.open && !body.firstChild && load());
  view.open = policy.state === "pending";

  async function load() {
    body.replaceChildren(skeleton(4));
    try {
      show(await get(`/api/policies/${encodeURIComponent(policy.id)}`));
    } catch (error) {
      body.replaceChildren(failure(error, load));
    }
  }

  function show({ current, accepted: texts }) {
    const before = texts.find(({ version }) => version === policy.accepted_version);
    const changed = before && before.version !== current.version;
    body.replaceChildren(
      ...(policy.description ? [h("p", { class: "hint" }, policy.description)] : []),
      ...(changed ? [changes(before, current)] : []),
      h("div", { class: "policy-text prose", tabindex: "0", role: "region", "aria-label": `Text of ${policy.name}` },
        render(current.content, { headings: 4 })),
      h("div", { class: "policy-foot" },
        h("p", { class: "hint" }, said(policy, current)),
        acceptance(current, changed)));
  }

  function acceptance(current, changed) {
    if (policy.state === "accepted" && !changed) {
      return null;
    }
    const look = policy.state === "pending" ? "button button-main" : "button";
    const button = h("button", { type: "button", class: look }, `Accept version ${current.version}`);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const body = { policy: policy.id, version: current.version };
        accepted(await post(`/api/profiles/${encodeURIComponent(profile.id)}/accept`, body));
        toast(`You accepted ${policy.name}, version ${current.version}.`);
      } catch (error) {
        button.disabled = false;
        toast(error.message, "bad");
        error.code === "policy_changed" && load();
      }
    });
    return button;
  }

  return view;
}

function changes(before, current) {
  return h("details", { class: "policy-changes", open: true },
    h("summary", null, `What changed since version ${before.version}, which you accepted`),
    diffView(before.content, current.content));
}

function said({ accepted_version: version, accepted_at: at, state }, current) {
  const published = `Version ${current.version} of ${date(current.created_at)}.`;
  if (!version) {
    return published;
  }
  const yours = `You accepted version ${version} on ${date(at)}.`;
  if (version === current.version) {
    return yours;
  }
  return state === "pending" ? `${published} ${yours}` : `${published} ${yours} You need not accept it again.`;
}

function standing({ state, accepted_version: version }) {
  if (state === "accepted") {
    return h("span", { class: "tag tag-good" }, `Accepted, version ${version}`);
  }
  return h("span", { class: "tag tag-warn" }, version ? "New version to accept" : "To accept");
}

/** @param {string} name of a backend, as a backend profile has it; `*` stands for all of them */
export function backendName(name) {
  return name === "*" ? "Every backend" : name;
}
