// A person's own keys: how one stands, and what is shown when one is new.

import { CLIENTS, baseUrl, chatModel, clientTabs, clientView, codeBlock } from "./clients.js";
import { failure, h } from "./dom.js";
import { ago, date, dateTime } from "./format.js";

/** Days before its end in which a key asks for attention. */
const SOON = 14;
const DAY = 86_400_000;

/**
 * @typedef {{id: string, name: string, profile: string, preview: string, status: "active" | "disabled" | "revoked",
 *   works: boolean, allowed_addresses: string[], continue_opt_in: boolean, openwebui_opt_in: boolean, revealable: boolean,
 *   created_at: string,
 *   expires_at?: string | null, revoked_at?: string | null, revoked_by?: string | null,
 *   last_used_at?: string | null}} OwnKey
 */

/** Whether a key works, but not for long. @param {OwnKey} key */
export const endsSoon = ({ works, expires_at: end }) => works && end && new Date(end) - Date.now() < SOON * DAY;

/** How a key stands, as a tag. @param {OwnKey} key */
export function keyTag(key) {
  const [look, word] = standing(key);
  return h("span", { class: `tag ${look}` }, word);
}

function standing(key) {
  if (key.status === "revoked") {
    return ["", "Revoked"];
  }
  if (key.status === "disabled") {
    return ["tag-bad", "Disabled by an operator"];
  }
  if (!key.works) {
    return ["", "Expired"];
  }
  return endsSoon(key) ? ["tag-warn", `Ends ${ago(key.expires_at)}`] : ["tag-good", "Works"];
}

/** When a key ends. @param {OwnKey} key */
export const ends = ({ expires_at: end }) =>
  end ? h("time", { datetime: end, title: dateTime(end) }, date(end)) : "Never";

/** When a key was used last. @param {OwnKey} key */
export const lastUsed = ({ last_used_at: at }) =>
  at ? h("time", { datetime: at, title: dateTime(at) }, ago(at)) : "Never";

const FIRST = ["curl", "python", "node", "java", "claude-code"];

/**
 * A key that was just made: its text, this once, and lines that work as they stand.
 *
 * @param {{api_key: string, key: OwnKey}} made
 * @param {() => void} done
 */
export function newKeyView({ api_key: text, key }, done) {
  const tries = h("div", { class: "new-key-lines" });
  fillLines(tries, text, key);
  return [
    h("h2", null, `${key.name} is ready`),
    h("p", null, key.revealable
      ? "This is your key. You can see it again on its page, after a fresh sign-in."
      : "This is your key. Copy it now: it is not kept and cannot be shown again."),
    codeBlock(text, "Your new key"),
    tries,
    h("div", { class: "dialog-acts" },
      h("a", { class: "button", href: `/keys/${key.id}` }, "Open its page"),
      h("button", { type: "button", class: "button button-main", onclick: done }, "Done")),
  ];
}

async function fillLines(place, text, key) {
  try {
    const [base, model] = await Promise.all([baseUrl(), chatModel(key.profile)]);
    const clients = CLIENTS.filter(({ id }) => FIRST.includes(id));
    place.replaceChildren(clientTabs(clients, { show: (client) => clientView(client, { base, key: text, model }) }));
  } catch (error) {
    place.replaceChildren(failure(error, () => fillLines(place, text, key)));
  }
}
