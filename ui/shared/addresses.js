// Where a key may be used from: addresses and networks, one a line.

import { put } from "./api.js";
import { lines } from "./choices.js";
import { stage } from "./dialog.js";
import { h, toast } from "./dom.js";
import { ask, field } from "./form.js";
import { names } from "./views.js";

/** The field for them. @param {string[]} [addresses] */
export const addressesField = (addresses = []) => field("Addresses",
  h("textarea", { name: "allowed_addresses", spellcheck: "false" }, addresses.join("\n")),
  { hint: "It works only from these: addresses and networks such as 10.0.0.0/8, one a line; none for anywhere." });

/** As facts show them. @param {{allowed_addresses: string[]}} key */
export const usedFrom = ({ allowed_addresses: addresses }) => addresses.length ? names(addresses) : "Anywhere";

/**
 * Asks where a key may be used from.
 *
 * @template {{allowed_addresses: string[]}} K
 * @param {string} path of the key's JSON
 * @param {K} key
 * @param {(key: K) => void} changed
 */
export function changeAddresses(path, key, changed) {
  const title = "Where the key works";
  const dialog = stage(title);
  ask(dialog, title, [addressesField(key.allowed_addresses)], "Save", async (values) => {
    changed(await put(path, { allowed_addresses: lines(values.allowed_addresses) }));
    dialog.close();
    toast("Saved.");
  });
}
