// What happens when a call with a key cannot be carried over to a backend as it is.

import { put } from "./api.js";
import { select } from "./choices.js";
import { stage } from "./dialog.js";
import { toast } from "./dom.js";
import { ask, field } from "./form.js";

/** @type {[string, string][]} */
const POLICIES = [
  ["warn", "Calls go, and the answer's header says what was lost"],
  ["allow", "Calls go, and nobody is warned"],
  ["strict", "Calls that would lose something are refused"],
];

/** The field for it. @param {string} [policy] */
export const lossField = (policy = "warn") => field("When a translation loses something",
  select({ name: "loss_policy", required: true }, POLICIES, policy),
  { hint: "Its backend profile can be stricter." });

/** As facts show it. @param {{loss_policy: string}} key */
export const lossPolicy = ({ loss_policy: policy }) => POLICIES.find(([word]) => word === policy)?.[1] ?? policy;

/**
 * Asks what shall happen.
 *
 * @template {{loss_policy: string}} K
 * @param {string} path of the key's JSON
 * @param {K} key
 * @param {(key: K) => void} changed
 */
export function changeLosses(path, key, changed) {
  const title = "Losses in translation";
  const dialog = stage(title);
  ask(dialog, title, [lossField(key.loss_policy)], "Save", async ({ loss_policy: policy }) => {
    changed(await put(path, { loss_policy: policy }));
    dialog.close();
    toast("Saved.");
  });
}
