// Who accepted which version of which policy, for which profile.

import { h } from "/ui/shared/dom.js";
import { dateTime } from "/ui/shared/format.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";

/** @typedef {{id: string, name: string}} Named */

/**
 * @param {Named[]} policies
 * @param {Named[]} profiles
 */
export function acceptances(policies, profiles) {
  const options = (all, list) => [["", all], ...list.map(({ id, name }) => [id, name])];
  return table({
    caption: "Acceptances, newest first",
    columns: [
      { name: "user_name", title: "Who", head: true },
      { name: "policy", title: "Policy", cell: ({ policy, policy_name: name, version }) => policies.some(({ id }) => id === policy)
        ? h("a", { href: `?open=${encodeURIComponent(policy)}&to=${version}` }, name)
        : [name, " ", h("span", { class: "tag" }, "deleted")] },
      { name: "version", title: "Version", number: true },
      { name: "profile_name", title: "Backend profile" },
      { name: "accepted_at", title: "When", cell: ({ accepted_at: at }) => dateTime(at) },
    ],
    filters: [
      { name: "search", label: "Search by who", type: "search" },
      { name: "policy", label: "Policy", type: "select", options: options("Every policy", policies) },
      { name: "profile", label: "Backend profile", type: "select", options: options("Every backend profile", profiles) },
    ],
    load: (params, signal) => page("/admin/api/acceptances", params, signal),
    empty: { title: "Nobody has accepted anything yet", text: "What people accept is listed here and kept for good." },
  }).element;
}
