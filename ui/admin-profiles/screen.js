// Backend profiles: the list, one of them, or a new one, as the address says.

import { get, remove } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, one, toast } from "/ui/shared/dom.js";
import { monthOf } from "/ui/shared/figures.js";
import { limitLine, withLimit } from "/ui/shared/limits.js";
import { query } from "/ui/shared/paths.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { backendName } from "/ui/shared/terms.js";
import { actButton, card, facts, heading, names, present, readOnlyNote, sourceMark } from "/ui/shared/views.js";
import { profileForm } from "./form.js";
import { quotaWords } from "./quotas.js";

const HOME = "/admin/api/profiles";
const LIST = ["/admin/profiles", "Backend profiles"];

/** @typedef {import("./form.js").Profile} Profile */

/** Standings shown here; the rest are at their limits. */
const SHOWN = 10;

const place = one("#profiles");
const opened = query().get("open");

if (query().has("new")) {
  heading({ back: LIST, title: "Add a backend profile" });
  present(place, parts, (parts) => card("A new one", profileForm({
    ...parts, saved: ({ id }) => location.assign(`?open=${encodeURIComponent(id)}`),
  })));
} else if (opened) {
  showOne(opened);
} else {
  place.append(list());
}

/** What a profile is made of. */
async function parts() {
  const [backends, policies] = await Promise.all([get("/admin/api/backends"), get("/admin/api/policies")]);
  return { backends: backends.data, policies: policies.data };
}

function list() {
  const columns = [
    { name: "name", title: "Name", head: true, sortable: true, cell: nameCell },
    { name: "groups", title: "Who", cell: ({ oidc_groups: groups }) => names(groups, "everybody") },
    { name: "backends", title: "Backends", cell: ({ backends }) => names(backends.map(backendName), "none") },
    { name: "policies", title: "Policies", number: true, cell: ({ policies }) => policies.length },
    { name: "keys", title: "Keys each", number: true, sortable: true, cell: ({ max_keys_per_user: most }) => most },
    { name: "expiry", title: "Life of a key", cell: expiryWords },
    { name: "audit", title: "Recorded", cell: recordedWords },
  ];
  const how = {
    text: (profile) => [profile.name, profile.description, ...profile.oidc_groups, ...profile.backends].join(" "),
    by: { name: (profile) => profile.name, keys: (profile) => profile.max_keys_per_user },
  };
  return table({
    caption: "Backend profiles",
    columns,
    sort: "name",
    filters: [{ name: "q", label: "Search backend profiles", type: "search" }],
    load: async (params, signal) => pick((await get(HOME, { signal })).data, params, how),
    empty: {
      title: "No backend profiles yet",
      text: "People create keys for a backend profile. Add the first one, and say who may have keys for which backends.",
      act: h("a", { class: "button button-main", href: "?new" }, "Add a backend profile"),
    },
  }).element;
}

/** @param {Profile} profile */
function nameCell(profile) {
  return [
    h("a", { href: `?open=${encodeURIComponent(profile.id)}` }, profile.name), " ", sourceMark(profile),
    profile.description && h("span", { class: "second" }, profile.description),
  ];
}

/** @param {Profile} profile */
function expiryWords({ default_expiry_days: days, enforce_expiry: isEnforced }) {
  if (!days) {
    return "no end";
  }
  const life = days === 1 ? "1 day" : `${days} days`;
  return isEnforced ? `at most ${life}` : `${life} unless said`;
}

/** @param {Profile} profile */
function recordedWords({ metadata_audit: isMetadata, content_audit: isContent }) {
  return isContent
    ? h("span", { class: "tag tag-warn" }, isMetadata ? "calls and content" : "content")
    : isMetadata ? "calls" : "nothing";
}

function showOne(id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  present(place, () => Promise.all([get(path), parts()]), ([profile, parts]) => {
    const isFixed = Boolean(profile.place);
    heading({
      back: LIST, title: profile.name, text: profile.description, marks: [sourceMark(profile)],
      acts: [h("a", { class: "button", href: `/admin/keys?profile=${encodeURIComponent(id)}` }, "Its keys"),
        !isFixed && deleteButton(path, profile)].filter(Boolean),
    });
    const saved = () => {
      toast("It is saved.");
      showOne(id);
    };
    const month = card("This month", monthOf(`/admin/api/usage/summary?backend_profile=${encodeURIComponent(id)}`,
      `/admin/usage?period=month&backend_profile=${encodeURIComponent(id)}`));
    const used = h("div");
    present(used, () => get(`/admin/api/limit-standings?backend_profile=${encodeURIComponent(id)}&limit=${SHOWN}`), standings);
    const quotas = card("Quotas and budgets", used);
    return isFixed
      ? [readOnlyNote("profile", profile), month, quotas, card("What it says", said(profile, parts.policies))]
      : [month, quotas, card("Change it", profileForm({ ...parts, profile, saved }))];
  });
}

/** @param {{data: import("../admin-limits/screen.js").Standing[]}} page the fullest first */
function standings({ data }) {
  if (!data.length) {
    return h("p", { class: "hint" }, "Nobody used anything of a quota or a budget for its keys.");
  }
  return h("ul", { class: "limits" }, data.map((standing) => {
    const { limit: { id, name }, subject, subject_name: called } = standing;
    return limitLine([called ?? subject, " at ", h("a", { href: `/admin/limits?open=${encodeURIComponent(id)}` }, name)], withLimit(standing));
  }));
}

function deleteButton(path, { name }) {
  return actButton("Delete", async () => {
    const sure = await confirm({
      title: `Delete the backend profile ${name}?`,
      text: "Every key of this backend profile stops working at once, and nobody can create one for it. Who accepted what for it "
        + "stays in the trail.",
      act: "Delete the profile",
      typed: name,
    });
    if (sure) {
      await remove(path);
      location.assign(LIST[0]);
    }
  }, { look: "danger" });
}

/** @param {Profile} profile */
function said(profile, policies) {
  const nameOf = (id) => policies.find((policy) => policy.id === id)?.name ?? id;
  return facts([
    ["Who may have keys", names(profile.oidc_groups, "everybody who is signed in")],
    ["Backends", names(profile.backends.map(backendName), "none")],
    ["Models", names(profile.allowed_models ?? [], "all of them")],
    ["Policies", names(profile.policies.map(nameOf), "none")],
    ["Keys of one person", profile.max_keys_per_user],
    ["Life of a key", expiryWords(profile)],
    ["Recorded", recordedWords(profile)],
    ["Open WebUI", profile.openwebui_headers ? "owners may trust the identity it names" : "its headers are ignored"],
    ["Quotas", profile.quotas.length ? h("ul", { class: "plain" }, profile.quotas.map((quota) => h("li", null, quotaWords(quota)))) : "none"],
  ]);
}
