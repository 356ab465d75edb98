// Policies: the list, one of them, a new one, or who accepted what, as the address says.

import { get } from "/ui/shared/api.js";
import { h, one } from "/ui/shared/dom.js";
import { ago } from "/ui/shared/format.js";
import { query } from "/ui/shared/paths.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { card, heading, names, present, sourceMark, tabs } from "/ui/shared/views.js";
import { acceptances } from "./acceptances.js";
import { policyForm } from "./form.js";
import { showPolicy } from "./policy.js";

const HOME = "/admin/api/policies";

const place = one("#policies");
const opened = query().get("open");

if (query().has("new")) {
  heading({ back: ["/admin/policies", "Policies"], title: "Write a policy" });
  place.append(card("The text", policyForm({
    saved: ({ policy }) => location.assign(`?open=${encodeURIComponent(policy.id)}`),
  })));
} else if (opened) {
  showPolicy(place, opened);
} else {
  const views = tabs("Policies", [["", "Policies"], ["acceptances", "Acceptances"]]);
  const view = h("div");
  place.append(views.element, view);
  if (views.current === "acceptances") {
    present(view, () => Promise.all([get(HOME), get("/admin/api/profiles")]),
      ([policies, profiles]) => acceptances(policies.data, profiles.data));
  } else {
    view.append(list());
  }
}

/**
 * @typedef {{id: string, name: string, description: string, source: string, place?: string,
 *   enforce_reacceptance: boolean, version: number, created_at: string, created_by: string}} Policy
 */

function list() {
  const columns = [
    { name: "name", title: "Name", head: true, sortable: true, cell: nameCell },
    { name: "version", title: "Version", number: true, sortable: true },
    { name: "changed", title: "Since", sortable: true, cell: (policy) => [ago(policy.created_at),
      h("span", { class: "second" }, `by ${policy.created_by}`)] },
    { name: "profiles", title: "Backend profiles that ask for it", cell: (policy) => names(policy.profiles, "none") },
    { name: "again", title: "When it changes", cell: (policy) =>
      policy.enforce_reacceptance ? h("span", { class: "tag tag-warn" }, "accepted again") : "stays accepted" },
  ];
  const how = {
    text: (policy) => `${policy.name} ${policy.description}`,
    by: { name: (policy) => policy.name, version: (policy) => policy.version, changed: (policy) => policy.created_at },
  };
  const load = async (params, signal) => {
    const [policies, profiles] = await Promise.all([get(HOME, { signal }), get("/admin/api/profiles", { signal })]);
    const asking = (policy) => profiles.data.filter((profile) => profile.policies.includes(policy.id));
    return pick(policies.data.map((policy) =>
      ({ ...policy, profiles: asking(policy).map((profile) => profile.name) })), params, how);
  };
  return table({
    caption: "Policies",
    columns,
    sort: "name",
    filters: [{ name: "q", label: "Search policies", type: "search" }],
    load,
    empty: {
      title: "No policies yet",
      text: "A policy is a text that people accept before they get a key. Backend profiles say which they ask for.",
      act: h("a", { class: "button button-main", href: "?new" }, "Write a policy"),
    },
  }).element;
}

/** @param {Policy} policy */
function nameCell(policy) {
  return [
    h("a", { href: `?open=${encodeURIComponent(policy.id)}` }, policy.name), " ", sourceMark(policy),
    policy.description && h("span", { class: "second" }, policy.description),
  ];
}
