// Projects: the parts of a tenant that keys belong to, for whoever sees or manages the tenant.

import { get, post, put } from "/ui/shared/api.js";
import { h, one, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { date } from "/ui/shared/format.js";
import { modelFields, modelsOf, modelWords } from "/ui/shared/models.js";
import { query } from "/ui/shared/paths.js";
import { table } from "/ui/shared/table.js";
import { ACCOUNT, mayManage, ofTenant, otherTenants } from "/ui/shared/tenants.js";
import { card, heading, present, sourceMark } from "/ui/shared/views.js";

const place = one("#projects");

/** @typedef {import("/ui/shared/tenants.js").Tenant} Tenant */
/** @typedef {{id: string, name: string, allowed_models?: string[], source: string, created_at: string}} Project */

const listOf = ({ id }) => `/account/projects?tenant=${encodeURIComponent(id)}`;
const pathOf = ({ id }) => `/api/tenants/${encodeURIComponent(id)}/projects`;

ofTenant(place, "Projects", (tenant, others) => {
  if (query().has("new")) {
    return add(tenant);
  }
  return query().has("open") ? open(tenant) : list(tenant, others);
});

/** @param {Tenant} tenant @param {Tenant[]} others */
function list(tenant, others) {
  const mayChange = mayManage(tenant);
  heading({
    back: ACCOUNT, title: `Projects of ${tenant.name}`,
    acts: mayChange ? [h("a", { class: "button button-main", href: `${listOf(tenant)}&new` }, "Add a project")] : [],
  });
  return [
    table({
      caption: `Projects of ${tenant.name}`,
      stacked: true,
      columns: [
        { name: "name", title: "Name", head: true, cell: (project) => nameCell(tenant, project, mayChange) },
        { name: "models", title: "Models", cell: ({ allowed_models: allowed }) => modelWords(allowed) },
        { name: "created", title: "Created", cell: ({ created_at: at }) => date(at) },
      ],
      load: async (_, signal) => ({ rows: (await get(pathOf(tenant), { signal })).data }),
      empty: { title: "No projects yet", text: "Keys of this tenant belong to its default project." },
    }).element,
    otherTenants(others, listOf),
  ];
}

/** @param {Tenant} tenant @param {Project} project @param {boolean} mayChange */
function nameCell(tenant, project, mayChange) {
  const name = mayChange
    ? h("a", { href: `${listOf(tenant)}&open=${encodeURIComponent(project.id)}` }, project.name)
    : project.name;
  return [name, " ", sourceMark(project)];
}

/** @param {Tenant} tenant */
function add(tenant) {
  heading({ back: [listOf(tenant), `Projects of ${tenant.name}`], title: "Add a project" });
  return card("A new one", projectForm("Add the project", { name: "" }, async (wish) => {
    await post(pathOf(tenant), wish);
    location.assign(listOf(tenant));
  }));
}

/** @param {Tenant} tenant */
function open(tenant) {
  const inside = h("div");
  present(inside, () => get(pathOf(tenant)), ({ data }) => {
    const project = data.find(({ id }) => id === query().get("open"));
    if (!project) {
      return h("div", { class: "card" }, h("p", null, "There is no such project."));
    }
    heading({ back: [listOf(tenant), `Projects of ${tenant.name}`], title: project.name, marks: [sourceMark(project)] });
    return card("What its keys may use", projectForm("Save", project, async (wish) => {
      const { name } = await put(`${pathOf(tenant)}/${encodeURIComponent(project.id)}`, wish);
      one("h1").textContent = name;
      toast("It is saved, and holds within a second.");
    }));
  });
  return inside;
}

/**
 * @param {string} act
 * @param {{name: string, allowed_models?: string[]}} project
 * @param {(wish: {name: string, allowed_models: string[] | null}) => Promise<void>} send
 */
function projectForm(act, project, send) {
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" },
      field("Name", h("input", { name: "name", required: true, maxlength: 100, autocomplete: "off", value: project.name })),
      modelFields(project.allowed_models),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, act)))
  );
  wire(form, (values) => send({ name: values.name, allowed_models: modelsOf(values) }));
  return form;
}
