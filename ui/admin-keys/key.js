// One key: what it may do, what its owner accepted, and what an operator can do to it.

import { changeAddresses, usedFrom } from "/ui/shared/addresses.js";
import { get, post } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { monthOf } from "/ui/shared/figures.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { limitLine, withLimit } from "/ui/shared/limits.js";
import { changeLosses, lossPolicy } from "/ui/shared/losses.js";
import { actButton, card, facts, heading, names, present, state } from "/ui/shared/views.js";

const HOME = "/admin/api/keys";

/** @typedef {import("./screen.js").Key} Key */
/** @typedef {{policy: string, policy_name: string, version: number, accepted_at: string}} Accepted */

/** The state in a word; a key whose end has come is expired, whatever the switch says. @param {Key} key */
export function stateOf({ status, expires_at: end }) {
  return status === "active" && end && new Date(end) <= new Date() ? "expired" : status;
}

/** @param {Element} place @param {string} id */
export function showKey(place, id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  const again = () => showKey(place, id);
  const load = () => Promise.all([get(path), get(`${path}/policies`), get(`/admin/api/key-limits?keys=${encodeURIComponent(id)}`)]);
  present(place, load, ([key, { data: accepted }, { data: [held] }]) => {
    heading({
      back: ["/admin/keys", "All keys"], title: key.display_name,
      marks: [state(stateOf(key)), key.admin && h("span", { class: "tag tag-warn" }, "operator")],
      acts: [
        h("a", { class: "button", href: `/admin/routing?tab=explain&key=${encodeURIComponent(id)}` }, "Explain a call"),
        key.status !== "revoked" && actButton("Addresses", () => changeAddresses(path, key, again)),
        key.status !== "revoked" && actButton("Losses", () => changeLosses(path, key, again)),
        ...acts(path, key, again),
      ],
    });
    return [
      card("The key", known(key)),
      card("What it may do", rights(key)),
      card("Limits that hold for it", limits(held.limits)),
      card("Policies its owner had accepted when it was created", policies(accepted)),
    ];
  });
}

/** @param {string} path @param {Key} key @param {() => void} again */
function acts(path, key, again) {
  const act = (label, verb, done, question) => actButton(label, async () => {
    if (!question || await confirm(question)) {
      await post(`${path}/${verb}`);
      toast(done);
      again();
    }
  }, { look: question && "danger" });
  const whose = key.owner_email ?? (key.principal_ref || "the service that has it");
  switch (key.status) {
    case "revoked":
      return [act("Restore", "restore", "The key works again.")];
    case "disabled":
      return [act("Enable", "enable", "The key works again."), act("Revoke", "revoke", "The key is revoked.", revoking(key, whose))];
    default:
      return [
        act("Disable", "disable", "The key is disabled.", {
          title: `Disable the key ${key.display_name}?`,
          text: `Whatever ${whose} runs with it is refused with 401 within a second, until you enable it again.`,
          act: "Disable the key",
        }),
        act("Revoke", "revoke", "The key is revoked.", revoking(key, whose)),
      ];
  }
}

function revoking({ display_name: name }, whose) {
  return {
    title: `Revoke the key ${name}?`,
    text: `Whatever ${whose} runs with it is refused with 401 within a second. You can restore it as long as it has not expired.`,
    act: "Revoke the key",
  };
}

/** @param {Key} key */
function known(key) {
  return facts([
    ["Text", h("span", { class: "mono" }, key.preview)],
    ["Whose", key.user
      ? [h("a", { href: `/admin/people?open=${encodeURIComponent(key.user)}` }, key.owner_email), key.owner_name !== key.owner_email && ` ${key.owner_name}`]
      : [key.principal_type, key.principal_ref].filter(Boolean).join(" ") || "a service"],
    ["Profile", key.profile && h("a", { href: `/admin/profiles?open=${encodeURIComponent(key.profile)}` }, key.profile_name)],
    ["Tenant", key.tenant],
    ["Created", `${dateTime(key.created_at)}, ${ago(key.created_at)}`],
    ["Ends", key.expires_at ? `${dateTime(key.expires_at)}, ${ago(key.expires_at)}` : "never"],
    ["Last used", key.last_used_at ? `${dateTime(key.last_used_at)}, ${ago(key.last_used_at)}` : "never"],
    ["This month", monthOf(`/admin/api/usage/summary?key=${encodeURIComponent(key.id)}`,
      `/admin/usage?period=month&key=${encodeURIComponent(key.id)}`)],
    ["Revoked", key.revoked_at && `${dateTime(key.revoked_at)} by ${key.revoked_by}`],
    ["Notes", key.notes],
  ]);
}

/** @param {Key} key */
function rights(key) {
  const { allowed_models: models, allowed_operations: operations, admin } = key;
  const words = (list, all) => (list ? names(list, "none") : all);
  return facts([
    ["Models", words(models, "all that its backend profile, project and tenant allow")],
    ["Operations", words(operations, "all of them")],
    ["Works from", usedFrom(key)],
    ["Translations", lossPolicy(key)],
    ["Operators' API", admin ? h("span", { class: "tag tag-warn" }, "may change everything") : "no"],
  ]);
}

/** @param {import("../admin-limits/screen.js").Standing[]} standings */
function limits(standings) {
  if (!standings.length) {
    return h("p", { class: "hint" }, "None.");
  }
  return h("ul", { class: "limits" }, standings.map((standing) => limitLine(
    [h("a", { href: `/admin/limits?open=${encodeURIComponent(standing.limit.id)}` }, standing.limit.name)], withLimit(standing))));
}

/** @param {Accepted[]} accepted */
function policies(accepted) {
  if (!accepted.length) {
    return h("p", { class: "hint" }, "None: it was issued by an operator, or its backend profile asked for none.");
  }
  return h("ul", { class: "accepted" }, accepted.map(({ policy, policy_name: name, version, accepted_at: at }) =>
    h("li", null,
      h("a", { href: `/admin/policies?open=${encodeURIComponent(policy)}&to=${version}` }, name),
      ` version ${version}, `, dateTime(at))));
}
