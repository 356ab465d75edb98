// Groups: named sets of people in a tenant, and what they may use.

import { get, post, put, remove } from "/ui/shared/api.js";
import { select } from "/ui/shared/choices.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { date } from "/ui/shared/format.js";
import { modelFields, modelsOf, modelWords } from "/ui/shared/models.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, heading, present, sourceMark } from "/ui/shared/views.js";
import { findUser } from "./find.js";
import { organisations } from "./organisations.js";

const HOME = "/admin/api/groups";
const BACK = ["/admin/people?tab=groups", "Groups"];

/** @typedef {{id: string, tenant: string, name: string, allowed_models?: string[], source: string, created_at: string}} Group */
/** @typedef {{user: string, email: string, name: string}} GroupMember */

/** @param {Element} place */
export function groups(place) {
  present(place, organisations, (tenants) => {
    const nameOf = (id) => tenants.find((tenant) => tenant.id === id)?.name ?? id;
    return table({
      caption: "Groups, newest first",
      columns: [
        { name: "name", title: "Name", head: true, cell: nameCell },
        { name: "tenant", title: "Tenant", cell: ({ tenant }) => nameOf(tenant) },
        { name: "models", title: "Models", cell: ({ allowed_models: allowed }) => modelWords(allowed) },
        { name: "created", title: "Created", cell: ({ created_at: at }) => date(at) },
      ],
      filters: [{
        name: "tenant", label: "Tenant", type: "select",
        options: [["", "Every tenant"], ...tenants.map(({ id, name }) => [id, name])],
      }],
      load: (params, signal) => page(HOME, params, signal),
      empty: {
        title: "No groups yet",
        text: "A group that has the name of one of the identity provider is the same group, so its members are in it already.",
      },
    }).element;
  });
}

/** @param {Group} group */
function nameCell(group) {
  return [h("a", { href: `?tab=groups&open=${encodeURIComponent(group.id)}` }, group.name), " ", sourceMark(group)];
}

/** @param {Element} place */
export function newGroup(place) {
  heading({ back: BACK, title: "Add a group" });
  present(place, organisations, (tenants) => {
    const form = /** @type {HTMLFormElement} */ (
      h("form", { class: "form" },
        field("Name", h("input", { name: "name", required: true, maxlength: 200, autocomplete: "off" })),
        field("Tenant", select({ name: "tenant", required: true }, tenants.map(({ id, name }) => [id, name]))),
        modelFields(null),
        h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Add the group")))
    );
    wire(form, async (values) => {
      const { id } = await post(HOME, { name: values.name, tenant: values.tenant, allowed_models: modelsOf(values) });
      location.assign(`?tab=groups&open=${encodeURIComponent(id)}`);
    });
    return card("A new one", form);
  });
}

/** @param {Element} place @param {string} id */
export function showGroup(place, id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  const again = () => showGroup(place, id);
  present(place, () => get(path), ({ group, members }) => {
    heading({ back: BACK, title: group.name, marks: [sourceMark(group)], acts: [deleteButton(path, group)] });
    return [card("What its members may use", modelsForm(path, group)), card("Members", addForm(path, again), memberList(path, members, again))];
  });
}

/** @param {string} path @param {Group} group */
function deleteButton(path, { name }) {
  return actButton("Delete", async () => {
    const sure = await confirm({
      title: `Delete the group ${name}?`,
      text: "Its list of models no longer holds for its members: they lose what only this group allowed. The people stay.",
      act: "Delete the group",
    });
    if (sure) {
      await remove(path);
      location.assign(BACK[0]);
    }
  }, { look: "danger" });
}

/** @param {string} path @param {Group} group */
function modelsForm(path, group) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" }, modelFields(group.allowed_models),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Save")))
  );
  wire(form, async (values) => {
    await put(path, { allowed_models: modelsOf(values) });
    toast("It is saved.");
  });
  return form;
}

/** @param {string} path @param {() => void} added */
function addForm(path, added) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form-line" },
      field("E-mail of a user", h("input", { name: "email", type: "email", required: true, autocomplete: "off" })),
      h("div", { class: "form-acts" }, h("button", { class: "button" }, "Add")))
  );
  wire(form, async ({ email }) => {
    const user = await findUser(email);
    await post(`${path}/members`, { user: user.id });
    added();
  });
  return form;
}

/** @param {string} path @param {GroupMember[]} members @param {() => void} again */
function memberList(path, members, again) {
  if (!members.length) {
    return h("p", { class: "hint" }, "Nobody was put into it here. Whom the identity provider names is in it all the same.");
  }
  return h("ul", { class: "members" }, members.map(({ user, email, name }) =>
    h("li", null,
      h("a", { href: `?open=${encodeURIComponent(user)}` }, email), name && name !== email && ` ${name} `,
      actButton("Remove", async () => {
        await remove(`${path}/members/${encodeURIComponent(user)}`);
        again();
      }, { small: "small", name: `Remove ${email}` }))));
}
