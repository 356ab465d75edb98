// All keys: the list, one of them, or a new one for a service, as the address says.

import { get } from "/ui/shared/api.js";
import { h, one } from "/ui/shared/dom.js";
import { monthBy, monthCell } from "/ui/shared/figures.js";
import { ago, date } from "/ui/shared/format.js";
import { tightestCell, withLimit } from "/ui/shared/limits.js";
import { query } from "/ui/shared/paths.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { card, heading, present, state } from "/ui/shared/views.js";
import { issueForm } from "./form.js";
import { showKey, stateOf } from "./key.js";

const place = one("#keys");
const opened = query().get("open");

if (query().has("new")) {
  heading({ back: ["/admin/keys", "All keys"], title: "Issue a service key" });
  place.append(card("For a program, not for a person", issueForm(query().get("tenant") ?? "")));
} else if (opened) {
  showKey(place, opened);
} else {
  present(place, () => get("/admin/api/profiles"), ({ data }) => list(data));
  place.addEventListener("input", leaveSecret, { capture: true });
}

/** A key that is pasted loses its secret part before anything of it is in the address or sent. */
function leaveSecret({ target }) {
  if (/^sk-[^.]*\./.test(target.value)) {
    target.value = target.value.split(".")[0];
  }
}

/**
 * @typedef {{id: string, tenant: string, project: string, display_name: string, preview: string, status: string,
 *   principal_type: string, principal_ref: string, user?: string, owner_email?: string, owner_name?: string,
 *   profile?: string, profile_name?: string, allowed_models?: string[], allowed_operations?: string[],
 *   allowed_addresses: string[], admin: boolean, loss_policy: string,
 *   notes: string, source: string, created_at: string, expires_at?: string, revoked_at?: string, revoked_by?: string,
 *   last_used_at?: string}} Key
 */

/** @param {{id: string, name: string}[]} profiles */
function list(profiles) {
  return table({
    caption: "Keys, newest first",
    columns: [
      { name: "name", title: "Name", head: true, cell: nameCell },
      { name: "owner", title: "Whose", cell: ownerCell },
      { name: "profile", title: "Backend profile", cell: ({ profile_name: name }) => name ?? "–" },
      { name: "status", title: "State", cell: (key) => [state(stateOf(key)), " ", key.admin && h("span", { class: "tag tag-warn" }, "operator")] },
      { name: "used", title: "Last used", cell: ({ last_used_at: at }) => at ? ago(at) : "never" },
      { name: "month", title: "This month", number: true, cell: ({ month }) => monthCell(month) },
      { name: "left", title: "Left", cell: ({ tightest }) => tightestCell(tightest) },
      { name: "expires", title: "Ends", cell: ({ expires_at: at }) => at ? date(at) : "never" },
      { name: "created", title: "Created", cell: ({ created_at: at }) => h("time", { datetime: at }, date(at)) },
    ],
    filters: [
      { name: "search", label: "Search by owner's e-mail, name or sk-…", type: "search" },
      { name: "profile", label: "Backend profile", type: "select", options: [["", "Every backend profile"], ...profiles.map(({ id, name }) => [id, name])] },
      { name: "status", label: "State", type: "select", options: [
        ["", "Every state"], ["active", "Active or expired"], ["disabled", "Disabled"], ["revoked", "Revoked"]] },
    ],
    load: async (params, signal) => {
      const keys = await page("/admin/api/keys", params, signal);
      const [used, tightest] = await Promise.all([
        monthBy("/admin/api/usage/breakdown?by=key", keys.rows.map(({ id }) => id)), tightestOf(keys.rows, signal)]);
      return { ...keys, rows: keys.rows.map((key) => ({ ...key, month: used.get(key.id), tightest: tightest.get(key.id) })) };
    },
    empty: {
      title: "No keys yet",
      text: "People create their own on the page Keys. A program without a person gets a service key from you.",
      act: h("a", { class: "button button-main", href: "?new" }, "Issue a service key"),
    },
  }).element;
}

/** How some keys stand with the tightest limit that holds for each. @param {Key[]} keys @param {AbortSignal} signal */
async function tightestOf(keys, signal) {
  if (!keys.length) {
    return new Map();
  }
  const { data } = await get(`/admin/api/key-limits?keys=${keys.map(({ id }) => encodeURIComponent(id)).join(",")}`, { signal });
  return new Map(data.map(({ key, limits: [standing] }) => [key, standing && withLimit(standing)]));
}

/** @param {Key} key */
function nameCell({ id, display_name: name, preview }) {
  return [
    h("a", { href: `?open=${encodeURIComponent(id)}` }, name),
    h("span", { class: "second mono" }, preview),
  ];
}

/** @param {Key} key */
function ownerCell({ user, owner_email: email, owner_name: name, principal_type: type, principal_ref: ref }) {
  if (!user) {
    return [ref || "a service", h("span", { class: "second" }, type || "no person")];
  }
  return [
    h("a", { href: `/admin/people?open=${encodeURIComponent(user)}` }, email),
    name !== email && h("span", { class: "second" }, name),
  ];
}
