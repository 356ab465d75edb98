// Tenants: who is billed and isolated, what its keys may use, and who is in it.

import { get, post, put, remove } from "/ui/shared/api.js";
import { select } from "/ui/shared/choices.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, form, wire } from "/ui/shared/form.js";
import { ago, date } from "/ui/shared/format.js";
import { modelFields, modelsOf, modelWords } from "/ui/shared/models.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, heading, present, sourceMark, state } from "/ui/shared/views.js";
import { findUser } from "./find.js";

const HOME = "/admin/api/tenants";
const BACK = ["/admin/people?tab=tenants", "Tenants"];

export const ROLES = [
  ["user", "user: uses models"], ["viewer", "viewer: sees everything"], ["admin", "admin: manages keys and members"],
  ["owner", "owner: everything"],
];

/** @typedef {{id: string, name: string, kind: string, status: string, allowed_models?: string[], source: string, created_at: string}} Tenant */
/** @typedef {{user: string, email: string, name: string, role: string, created_at: string}} Member */

/** @param {Element} place */
export function tenants(place) {
  place.append(table({
    caption: "Tenants, newest first",
    columns: [
      { name: "name", title: "Name", head: true, cell: nameCell },
      { name: "status", title: "State", cell: ({ status }) => state(status) },
      { name: "models", title: "Models", cell: ({ allowed_models: allowed }) => modelWords(allowed) },
      { name: "created", title: "Created", cell: ({ created_at: at }) => date(at) },
    ],
    filters: [{ name: "search", label: "Search tenants", type: "search" }],
    load: (params, signal) => page(HOME, params, signal),
    empty: { title: "No tenants yet", text: "A tenant is an organisation or a team whose keys and usage others do not see." },
  }).element);
}

/** @param {Tenant} tenant */
function nameCell(tenant) {
  return [
    h("a", { href: `?tab=tenants&open=${encodeURIComponent(tenant.id)}` }, tenant.name), " ", sourceMark(tenant),
    tenant.id !== tenant.name && h("span", { class: "second mono" }, tenant.id),
  ];
}

/** @param {Element} place */
export function newTenant(place) {
  heading({ back: BACK, title: "Add a tenant" });
  place.append(card("A new one", form({
    fields: [field("Name", h("input", { name: "name", required: true, maxlength: 200, autocomplete: "off" }))],
    act: "Add the tenant",
    send: async (values) => {
      const { id } = await post(HOME, values);
      location.assign(`?tab=tenants&open=${encodeURIComponent(id)}`);
    },
  })));
}

/** @param {Element} place @param {string} id */
export function showTenant(place, id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  present(place, () => get(path), (tenant) => {
    const again = () => showTenant(place, id);
    heading({
      back: BACK, title: tenant.name, marks: [state(tenant.status), sourceMark(tenant)],
      acts: [
        h("a", { class: "button", href: `/admin/keys?new&tenant=${encodeURIComponent(id)}` }, "Issue a service key"),
        h("a", { class: "button", href: `?tab=invitations&tenant=${encodeURIComponent(id)}` }, "Invitations"),
        switchButton(path, tenant, again),
      ],
    });
    const members = memberTable(tenant);
    return [
      card("What its keys may use", tenantForm(path, tenant, again)),
      card("Members", addForm(tenant, members.reload), members.element),
    ];
  });
}

/** @param {string} path @param {Tenant} tenant @param {() => void} again */
function switchButton(path, { name, status }, again) {
  if (status === "suspended") {
    return actButton("Activate", async () => {
      await post(`${path}/activate`);
      toast("Its keys work again.");
      again();
    });
  }
  return actButton("Suspend", async () => {
    const sure = await confirm({
      title: `Suspend the tenant ${name}?`,
      text: "Every key of this tenant is refused within a second, until you activate it again. Nothing is deleted.",
      act: "Suspend the tenant",
    });
    if (sure) {
      await post(`${path}/suspend`);
      toast("The tenant is suspended.");
      again();
    }
  }, { look: "danger" });
}

/** @param {string} path @param {Tenant} tenant @param {() => void} again */
function tenantForm(path, tenant, again) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" },
      field("Name", h("input", { name: "name", required: true, maxlength: 200, value: tenant.name })),
      modelFields(tenant.allowed_models),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Save")))
  );
  wire(form, async (values) => {
    await put(path, { name: values.name, allowed_models: modelsOf(values) });
    toast("It is saved.");
    again();
  });
  return form;
}

const membersOf = (tenant) => `/api/tenants/${encodeURIComponent(tenant.id)}/members`;

/** @param {Tenant} tenant @param {() => void} added */
function addForm(tenant, added) {
  const made = /** @type {HTMLFormElement} */ (
    h("form", { class: "form-line" },
      field("E-mail of a user", h("input", { name: "email", type: "email", required: true, autocomplete: "off" })),
      field("Role", select({ name: "role", required: true }, ROLES)),
      h("div", { class: "form-acts" }, h("button", { class: "button" }, "Add")))
  );
  wire(made, async ({ email, role }) => {
    const user = await findUser(email);
    await put(`${membersOf(tenant)}/${encodeURIComponent(user.id)}`, { role });
    made.reset();
    toast(`${email} is in the tenant.`);
    added();
  });
  return made;
}

/** @param {Tenant} tenant */
function memberTable(tenant) {
  const shown = table({
    caption: `Members of ${tenant.name}`,
    columns: [
      { name: "email", title: "Who", head: true, cell: ({ user, email, name }) => [
        h("a", { href: `?open=${encodeURIComponent(user)}` }, email), name && name !== email && h("span", { class: "second" }, name)] },
      { name: "role", title: "Role", cell: (member) => roleChoice(tenant, member) },
      { name: "since", title: "Since", cell: ({ created_at: at }) => ago(at) },
      { name: "act", title: "", cell: (member) => removeButton(tenant, member, () => shown.reload()) },
    ],
    load: (params, signal) => page(membersOf(tenant), params, signal),
    empty: { title: "Nobody is in it yet", text: "Add somebody who has signed in before, or invite them." },
  });
  return shown;
}

/** @param {Tenant} tenant @param {Member} member */
function roleChoice(tenant, { user, email, role }) {
  const choice = select({ "aria-label": `Role of ${email}` }, ROLES.map(([value]) => [value, value]), role);
  let now = role;
  choice.addEventListener("change", async () => {
    try {
      await put(`${membersOf(tenant)}/${encodeURIComponent(user)}`, { role: choice.value });
      now = choice.value;
      toast(`${email} is ${now} now.`);
    } catch (error) {
      choice.value = now;
      toast(error.message, "bad");
    }
  });
  return choice;
}

/** @param {Tenant} tenant @param {Member} member @param {() => void} again */
function removeButton(tenant, { user, email }, again) {
  return actButton("Remove", async () => {
    const sure = await confirm({
      title: `Remove ${email} from ${tenant.name}?`,
      text: "They no longer see the tenant, and their keys in it are refused within a second.",
      act: "Remove them",
    });
    if (sure) {
      await remove(`${membersOf(tenant)}/${encodeURIComponent(user)}`);
      toast(`${email} is no longer in the tenant.`);
      again();
    }
  }, { small: "small", name: `Remove ${email}` });
}
