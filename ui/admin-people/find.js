// Whom an e-mail address means.

import { ApiError, get } from "/ui/shared/api.js";

/**
 * The user with an address; of several accounts the active one that was made last.
 *
 * Errors: an ApiError about the field `email` when there is none.
 *
 * @param {string} email
 * @returns {Promise<import("./users.js").User>}
 */
export async function findUser(email) {
  const { data } = await get(`/admin/api/users?status=active&search=${encodeURIComponent(email)}`);
  const found = data.find((user) => user.email.toLowerCase() === email.toLowerCase());
  if (!found) {
    throw new ApiError(404, { message: "Nobody with this address has signed in yet. Invite them.", param: "email" }, "");
  }
  return found;
}
