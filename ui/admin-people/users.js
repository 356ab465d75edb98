// Users: who may sign in, and what they are.

import { get, post } from "/ui/shared/api.js";
import { toggle } from "/ui/shared/choices.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, facts, heading, names, present, state } from "/ui/shared/views.js";
import { showLink } from "./link.js";

const HOME = "/admin/api/users";
const BACK = ["/admin/people", "Users"];

/**
 * @typedef {{id: string, email: string, name: string, issuer: string, status: string, operator: boolean,
 *   groups: string[], personal_tenant: string, source: string, created_at: string, last_sign_in_at?: string}} User
 */

/** @param {Element} place */
export function users(place) {
  place.append(table({
    caption: "Users, newest first",
    columns: [
      { name: "email", title: "Who", head: true, cell: nameCell },
      { name: "status", title: "State", cell: ({ status, operator }) =>
        [state(status), " ", operator && h("span", { class: "tag tag-accent" }, "operator")] },
      { name: "issuer", title: "Signs in with", cell: ({ issuer }) => issuerWords(issuer) },
      { name: "seen", title: "Last sign-in", cell: ({ last_sign_in_at: at }) => at ? ago(at) : "never" },
      { name: "created", title: "Known since", cell: ({ created_at: at }) => ago(at) },
    ],
    filters: [
      { name: "search", label: "Search by e-mail or name", type: "search" },
      { name: "status", label: "State", type: "select", options: [["", "Every state"], ["active", "Active"], ["suspended", "Suspended"]] },
    ],
    load: (params, signal) => page(HOME, params, signal),
    empty: { title: "Nobody yet", text: "People appear here when they sign in for the first time, or when you let them in." },
  }).element);
}

/** @param {User} user */
function nameCell({ id, email, name }) {
  return [
    h("a", { href: `?open=${encodeURIComponent(id)}` }, email || name),
    name && name !== email && h("span", { class: "second" }, name),
  ];
}

/** @param {string} issuer */
function issuerWords(issuer) {
  return issuer === "local" ? "a local account" : issuer.replace(/^https?:\/\//, "");
}

/** @param {Element} place @param {string} id */
export function showUser(place, id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  present(place, () => get(path), (user) => {
    const title = user.email || user.name;
    heading({
      back: BACK, title, marks: [state(user.status), user.operator && h("span", { class: "tag tag-accent" }, "operator")],
      acts: acts(path, user, () => showUser(place, id)),
    });
    return card("Account", facts([
      ["Name", user.name],
      ["Signs in with", issuerWords(user.issuer)],
      ["Groups", names(user.groups, "none named at the last sign-in")],
      ["Last sign-in", user.last_sign_in_at ? `${dateTime(user.last_sign_in_at)}, ${ago(user.last_sign_in_at)}` : "never"],
      ["Known since", dateTime(user.created_at)],
      ["Keys", h("a", { href: `/admin/keys?search=${encodeURIComponent(user.email)}` }, "Look at their keys")],
      ["Acceptances", h("a", { href: `/admin/policies?tab=acceptances&search=${encodeURIComponent(user.email)}` }, "Look at what they accepted")],
    ]));
  });
}

/** @param {string} path @param {User} user @param {() => void} again */
function acts(path, user, again) {
  const who = user.email || user.name;
  const act = (label, verb, done, text, look) => actButton(label, async () => {
    if (!text || await confirm({ title: `${label}: ${who}?`, text, act: label })) {
      await post(`${path}/${verb}`);
      toast(done);
      again();
    }
  }, { look });
  return [
    user.issuer === "local" && user.status === "active" && actButton("Sign-in link", () => link(path, who)),
    act("End sessions", "end-sessions", "They are signed out everywhere.", "They are signed out of every browser and have to sign in again. Their keys keep working."),
    user.operator
      ? act("Demote", "demote", "They are no operator any more.", "They lose the console and every right of an operator at once, and are signed out. Their keys and roles in tenants stay.", "danger")
      : act("Promote", "promote", "They are an operator now.", "They may see and change everything in this installation: keys, people, policies, backends."),
    user.status === "active"
      ? act("Suspend", "suspend", "They are suspended.", "They are signed out, cannot sign in, and every key of theirs is refused with 401 until you activate them again.", "danger")
      : act("Activate", "activate", "They may sign in again."),
  ].filter(Boolean);
}

async function link(path, who) {
  const sure = await confirm({
    title: `Make a sign-in link for ${who}?`,
    text: "Whoever opens it first is signed in as this person. Hand it over in a way you trust.",
    act: "Make the link",
  });
  sure && await showLetIn(await post(`${path}/sign-in-link`));
}

/** @param {{user: User, sign_in_url: string, valid_hours: number}} letIn */
function showLetIn({ user, sign_in_url: url, valid_hours: hours }) {
  return showLink("Hand over this link", url, `It signs ${user.email} in once, within ${hours} hours. It is shown this once.`);
}

/** @param {Element} place */
export function newUser(place) {
  heading({
    back: BACK, title: "Let somebody in",
    text: "For people without an identity provider. Everybody else appears when they sign in for the first time.",
  });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" },
      field("E-mail", h("input", { name: "email", type: "email", required: true, autocomplete: "off" })),
      field("Name", h("input", { name: "name", maxlength: 200, autocomplete: "off" })),
      toggle({ name: "operator", label: "An operator", checked: false, hint: "May see and change everything in this installation." }),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Let them in")))
  );
  wire(form, async (values) => {
    const letIn = await post(HOME, values);
    await showLetIn(letIn);
    location.assign(`?open=${encodeURIComponent(letIn.user.id)}`);
  });
  place.append(card("A local account", form));
}
