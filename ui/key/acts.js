// What can be done to a key in a dialog: another name, another key in its place.

import { post, put } from "/ui/shared/api.js";
import { stage } from "/ui/shared/dialog.js";
import { h, one, toast } from "/ui/shared/dom.js";
import { ask, field } from "/ui/shared/form.js";
import { newKeyView } from "/ui/shared/ownkeys.js";

/** @typedef {import("/ui/shared/ownkeys.js").OwnKey} OwnKey */

const GRACES = [[0, "At once"], [60, "In an hour"], [1440, "In a day"], [10_080, "In a week"]];

/**
 * @param {string} path of the key's JSON
 * @param {OwnKey} key
 * @param {(key: OwnKey) => void} renamed
 */
export function rename(path, key, renamed) {
  const dialog = stage("Rename the key");
  const name = h("input", { name: "name", required: true, maxlength: 200, autocomplete: "off", value: key.name });
  ask(dialog, "Rename the key", [field("Name", name)], "Rename", async (values) => {
    renamed(await put(path, values));
    dialog.close();
    toast("The key is renamed.");
  });
  name.select();
}

/**
 * @param {string} path of the key's JSON
 * @param {OwnKey} key
 */
export function rotate(path, key) {
  const dialog = stage("Rotate the key", { wide: true });
  const grace = h("select", { name: "grace_minutes" },
    GRACES.map(([minutes, label]) => h("option", { value: minutes, selected: minutes === 1440 }, label)));
  grace.required = true;
  ask(dialog, `Rotate ${key.name}?`, [
    h("p", null, "You get a new key with the same name and opt-ins. The old one goes on working for a while, so that you can "
      + "put the new one into your programs."),
    field("The old key stops", grace),
  ], "Make the new key", async (values) => {
    const made = await post(`${path}/rotate`, { grace_minutes: Number(values.grace_minutes) });
    dialog.hold();
    dialog.body.replaceChildren(...newKeyView(made, () => location.assign(`/keys/${made.key.id}`)));
    one(".code-copy .button", dialog.body).focus();
  });
}
