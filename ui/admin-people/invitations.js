// Invitations of one tenant: who was asked in and has not come yet.

import { get, post, remove } from "/ui/shared/api.js";
import { select } from "/ui/shared/choices.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { query } from "/ui/shared/paths.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, present } from "/ui/shared/views.js";
import { showLink } from "./link.js";
import { organisations } from "./organisations.js";
import { ROLES } from "./tenants.js";

/** @typedef {{id: string, tenant: string, email: string, role: string, invited_by: string, created_at: string, expires_at: string}} Invitation */

/** @param {Element} place */
export function invitations(place) {
  present(place, organisations, (tenants) => {
    const tenant = tenants.find(({ id }) => id === query().get("tenant")) ?? tenants[0];
    const path = `/api/tenants/${encodeURIComponent(tenant.id)}/invitations`;
    const open = openOnes(path);
    return [tenantChoice(tenants, tenant), card("Invite somebody", inviteForm(path, open.reload)), h("div", { class: "below" }, open.element)];
  });
}

function tenantChoice(tenants, tenant) {
  const choice = select({ id: "tenant" }, tenants.map(({ id, name }) => [id, name]), tenant.id);
  choice.addEventListener("change", () => location.assign(`?tab=invitations&tenant=${encodeURIComponent(choice.value)}`));
  return h("div", { class: "table-tools" }, h("label", { class: "line-label", for: "tenant" }, "Tenant"), choice);
}

function inviteForm(path, added) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form-line" },
      field("E-mail", h("input", { name: "email", type: "email", required: true, autocomplete: "off" })),
      field("Role", select({ name: "role", required: true }, ROLES)),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Invite")))
  );
  wire(form, async (values) => {
    const { invitation, token } = await post(path, values);
    form.reset();
    await showLink("Hand over this link", `/invitation#token=${token}`,
      `Whoever signs in as ${invitation.email} and opens it becomes a member, until ${dateTime(invitation.expires_at)}. It is shown this once.`);
    added();
  });
  return form;
}

function openOnes(path) {
  const shown = table({
    caption: "Open invitations, newest first",
    columns: [
      { name: "email", title: "Who", head: true },
      { name: "role", title: "Role" },
      { name: "by", title: "Invited by", cell: ({ invited_by: by }) => by },
      { name: "created", title: "When", cell: ({ created_at: at }) => ago(at) },
      { name: "expires", title: "Ends", cell: ({ expires_at: at }) => ago(at) },
      { name: "act", title: "", cell: (invitation) => withdrawButton(path, invitation, () => shown.reload()) },
    ],
    load: async (_params, signal) => ({ rows: (await get(path, { signal })).data }),
    empty: { title: "No open invitations", text: "Whoever you invite is listed here until they come, or until the invitation ends." },
  });
  return shown;
}

/** @param {string} path @param {Invitation} invitation @param {() => void} again */
function withdrawButton(path, { id, email }, again) {
  return actButton("Withdraw", async () => {
    await remove(`${path}/${encodeURIComponent(id)}`);
    toast(`The invitation of ${email} is worth nothing any more.`);
    again();
  }, { small: "small", name: `Withdraw the invitation of ${email}` });
}
