// The tenants a person looks after, and the one of them that a page is about.

import { get } from "./api.js";
import { h } from "./dom.js";
import { query } from "./paths.js";
import { heading, present } from "./views.js";

const SEES = ["viewer", "admin", "owner"];
const MANAGES = ["admin", "owner"];

export const ACCOUNT = ["/account", "Account"];

/** @typedef {{id: string, name: string, kind: string, role: string}} Tenant */

/** Whether somebody may change what belongs to a tenant. @param {Tenant} tenant */
export const mayManage = ({ role }) => MANAGES.includes(role);

/** Those somebody looks after, without the personal one. @param {Tenant[]} all */
export const lookedAfter = (all) => all.filter(({ kind, role }) => kind !== "personal" && SEES.includes(role));

/**
 * Shows what belongs to the tenant of the address, or to the first one somebody looks after.
 *
 * @param {Element} place
 * @param {string} what in the title when there is no tenant
 * @param {(tenant: Tenant, others: Tenant[]) => import("./dom.js").Child} show
 */
export function ofTenant(place, what, show) {
  present(place, () => get("/api/tenants"), ({ data }) => {
    const tenants = lookedAfter(data);
    const tenant = tenants.find(({ id }) => id === query().get("tenant")) ?? tenants[0];
    if (!tenant) {
      heading({ back: ACCOUNT, title: what });
      return h("div", { class: "card" },
        h("p", null, `You look after no tenant. Its owners and admins see its ${what.toLowerCase()} here.`));
    }
    return show(tenant, tenants.filter(({ id }) => id !== tenant.id));
  });
}

/** Ways to the same page of other tenants. @param {Tenant[]} others @param {(tenant: Tenant) => string} listOf */
export const otherTenants = (others, listOf) => others.length > 0 && h("p", null, "Other tenants: ",
  others.flatMap((other, at) => [at > 0 && ", ", h("a", { href: listOf(other) }, other.name)]));
