// Limits of a tenant: how they stand for whoever sees it, and those that whoever manages it gives.

import { get, post, put } from "/ui/shared/api.js";
import { select } from "/ui/shared/choices.js";
import { h, one, toast } from "/ui/shared/dom.js";
import { field, input, wire } from "/ui/shared/form.js";
import { hide, mostFields, takeAwayButton } from "/ui/shared/limitform.js";
import { SCOPES, limitLine } from "/ui/shared/limits.js";
import { query } from "/ui/shared/paths.js";
import { ACCOUNT, mayManage, ofTenant, otherTenants } from "/ui/shared/tenants.js";
import { card, heading, present } from "/ui/shared/views.js";

const place = one("#limits");

const MOST_KEYS = 1000;

/** @typedef {import("/ui/shared/tenants.js").Tenant} Tenant */
/** @typedef {{id: string, origin: string, subject: string, name?: string, standing: import("/ui/shared/limits.js").Held}} Limit */

const listOf = ({ id }) => `/account/limits?tenant=${encodeURIComponent(id)}`;
const tenantPath = ({ id }) => `/api/tenants/${encodeURIComponent(id)}`;
const pathOf = (tenant) => `${tenantPath(tenant)}/limits`;
const backTo = (tenant) => [listOf(tenant), `Limits of ${tenant.name}`];

/** Limits of operators, files and backend profiles are theirs. @param {Limit} limit */
const isOurs = ({ origin }) => origin === "owner";

ofTenant(place, "Limits", (tenant, others) => {
  if (query().has("new")) {
    return add(tenant);
  }
  return query().has("open") ? open(tenant) : list(tenant, others);
});

/** Shows a part of the page once it is there. @param {() => Promise<any>} load @param {(loaded: any) => import("/ui/shared/dom.js").Child} show */
function inside(load, show) {
  const part = h("div");
  present(part, load, show);
  return part;
}

/** @param {Tenant} tenant @param {Tenant[]} others */
function list(tenant, others) {
  heading({
    back: ACCOUNT, title: `Limits of ${tenant.name}`,
    acts: mayManage(tenant) ? [h("a", { class: "button button-main", href: `${listOf(tenant)}&new` }, "Add a limit")] : [],
  });
  const lines = inside(() => get(pathOf(tenant)), ({ data }) => card("How they stand", data.length
    ? h("ul", { class: "limits" }, data.map((limit) => line(tenant, limit)))
    : h("p", { class: "hint" }, "Nothing is limited here but what operators limit for everybody.")));
  return [lines, otherTenants(others, listOf)];
}

/** @param {Tenant} tenant @param {Limit} limit */
function line(tenant, limit) {
  const { id, standing } = limit;
  const ours = isOurs(limit);
  const name = ours && mayManage(tenant)
    ? h("a", { href: `${listOf(tenant)}&open=${encodeURIComponent(id)}` }, standing.name)
    : standing.name;
  return limitLine([name, " ", h("span", { class: ours ? "tag" : "tag tag-accent" }, ours ? "ours" : "from operators")], standing,
    { whose: whose(limit) });
}

/** @param {Limit} limit */
function whose({ subject, name, standing: { scope, model } }) {
  const called = scope === "tenant" ? "everybody of the tenant" : `the ${SCOPES[scope]} ${name ?? groupName(subject)}`;
  return model ? `by ${called}, for ${model}` : `by ${called}`;
}

/** Accounts of groups begin with the tenant. @param {string} account */
const groupName = (account) => account.slice(account.indexOf("/") + 1);

/** @param {Tenant} tenant */
function add(tenant) {
  heading({ back: backTo(tenant), title: "Add a limit" });
  const load = () => Promise.all([
    get(`${tenantPath(tenant)}/projects`), get(`${tenantPath(tenant)}/keys?limit=${MOST_KEYS}`)]);
  return inside(load, ([{ data: projects }, { data: keys }]) => card("A new one", newForm(tenant, projects, keys)));
}

/** @param {Tenant} tenant @param {{id: string, name: string}[]} projects @param {{id: string, display_name: string}[]} keys */
function newForm(tenant, projects, keys) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" },
      field("Name", h("input", { name: "name", required: true, maxlength: 100, autocomplete: "off" })),
      field("Adds up the use of", select({ name: "scope", required: true }, [["project", "a project"], ["group", "a group"], ["key", "a key"]])),
      field("Project", select({ name: "project", required: true }, projects.map(({ id, name }) => [id, name]))),
      field("Group", h("input", { name: "group", required: true, autocomplete: "off" }), { hint: "As the people's sign-in names it." }),
      field("Key", select({ name: "key", required: true }, keys.map(({ id, display_name: name }) => [id, name]))),
      mostFields(),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Add the limit")))
  );
  const show = () => {
    const scope = input(form, "scope").value;
    for (const name of ["project", "group", "key"]) {
      input(form, name).disabled = name !== scope;
      hide(form, name, name !== scope);
    }
    hide(form, "window", input(form, "metric").value === "parallel");
  };
  form.addEventListener("change", show);
  show();
  wire(form, async ({ name, scope, metric, amount, window, ...subjects }) => {
    await post(pathOf(tenant), { name, scope, subject: subjects[scope], metric, amount, ...(metric === "parallel" ? {} : { window }) });
    location.assign(listOf(tenant));
  });
  return form;
}

/** @param {Tenant} tenant */
function open(tenant) {
  return inside(() => get(pathOf(tenant)), ({ data }) => {
    const limit = data.find((one) => one.id === query().get("open") && isOurs(one));
    if (!limit || !mayManage(tenant)) {
      heading({ back: backTo(tenant), title: "Limits" });
      return h("div", { class: "card" }, h("p", null, "There is no such limit, or it is not yours to change."));
    }
    const path = `${pathOf(tenant)}/${encodeURIComponent(limit.id)}`;
    heading({
      back: backTo(tenant), title: limit.standing.name,
      acts: [takeAwayButton(path, limit.standing.name, listOf(tenant))],
    });
    return [
      card("How it stands", h("ul", { class: "limits" }, line(tenant, limit))),
      card("Change it", changeForm(path, limit.standing)),
    ];
  });
}

/** @param {string} path @param {import("/ui/shared/limits.js").Held} limit */
function changeForm(path, limit) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" },
      field("Name", h("input", { name: "name", required: true, maxlength: 100, autocomplete: "off", value: limit.name })),
      mostFields(limit),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Save")))
  );
  hide(form, "window", limit.metric === "parallel");
  wire(form, async ({ name, amount }) => {
    await put(path, { name, amount });
    one("h1").textContent = name;
    toast("It is saved.");
  });
  return form;
}
