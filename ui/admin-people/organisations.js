// The tenants that can be chosen from.

import { get } from "/ui/shared/api.js";

/** Most that a choice offers. */
const MOST = 1000;

/** @returns {Promise<import("./tenants.js").Tenant[]>} by name */
export async function organisations() {
  const { data } = await get(`/admin/api/tenants?limit=${MOST}`);
  return data.sort((one, other) => one.name.localeCompare(other.name, "en"));
}
