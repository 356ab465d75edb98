// Who pays for a call: a key of the person's own. It is kept in the memory of this page and nowhere else.

import { get, post } from "/ui/shared/api.js";

const LIFETIME = 3_600_000;

/** A key that ends sooner is not begun with any more. */
const SPARE = 60_000;

/**
 * One way to pay.
 *
 * @typedef {{value: string, label: string, kind: "made" | "own" | "typed", id: string, profile: string}} Way
 */

/** @type {Way} */
const TYPED = { value: "typed", label: "Another key, typed in here", kind: "typed", id: "", profile: "" };

/** Every way the person has. @returns {Promise<Way[]>} */
export async function ways() {
  const [profiles, keys] = await Promise.all([get("/api/profiles"), get("/api/keys")]);
  return [
    ...profiles.data.filter(({ ready }) => ready).map(({ id, name }) =>
      ({ value: `made:${id}`, label: `A new key of ${name}, for an hour`, kind: "made", id, profile: id })),
    ...keys.data.filter(({ works, revealable }) => works && revealable).map(({ id, name, preview, profile }) =>
      ({ value: `own:${id}`, label: `${name} (${preview})`, kind: "own", id, profile })),
    TYPED,
  ];
}

/** The keys of this page. One that was made here is revoked when the page is left. */
export class Purse {
  /** @type {{value: string, text: string, id: string, until: number} | null} */
  #kept = null;

  constructor() {
    addEventListener("pagehide", () => this.#giveBack({ keepalive: true }));
  }

  /**
   * The text of a key.
   *
   * @param {Way} way
   * @param {string} typed
   * @returns {Promise<string>}
   */
  async key(way, typed) {
    if (way.kind === "typed") {
      return typed;
    }
    if (this.#kept?.value !== way.value || this.#kept.until < Date.now() + SPARE) {
      this.#giveBack();
      this.#kept = way.kind === "made" ? await made(way) : await shown(way);
    }
    return this.#kept.text;
  }

  /** Lets go of a key that was refused. */
  forget() {
    this.#kept = null;
  }

  #giveBack(options) {
    const kept = this.#kept;
    this.#kept = null;
    if (kept?.id) {
      // It ends within the hour anyway.
      post(`/api/keys/${kept.id}/revoke`, {}, options).catch(() => {});
    }
  }
}

async function made({ value, id }) {
  const until = Date.now() + LIFETIME;
  const { api_key: text, key } = await post("/api/keys", {
    name: "Playground", profile: id, expires_at: new Date(until).toISOString(),
  });
  return { value, text, id: key.id, until };
}

async function shown({ value, id }) {
  const { api_key: text } = await post(`/api/keys/${id}/reveal`);
  return { value, text, id: "", until: Infinity };
}
