// Home: what can be used, what needs attention; for somebody new, the way to a first working call.

import { get, me } from "/ui/shared/api.js";
import { CLIENTS, NO_KEY, baseUrl, chatModel, clientView } from "/ui/shared/clients.js";
import { empty, failure, h, one, skeleton } from "/ui/shared/dom.js";
import { amounts, cost } from "/ui/shared/figures.js";
import { ago } from "/ui/shared/format.js";
import { heldList } from "/ui/shared/limits.js";
import { endsSoon, keyTag, lastUsed } from "/ui/shared/ownkeys.js";
import { pending, policies } from "/ui/shared/terms.js";
import { firstDuties } from "./duties.js";
import { step } from "./step.js";

/** Keys and backend profiles shown here; the rest has pages of its own. */
const SHOWN = 5;

const place = one("#home");

load();

async function load() {
  place.replaceChildren(h("section", { class: "card" }, skeleton(5)));
  try {
    const [who, keys, profiles] = await Promise.all([me(), get("/api/keys"), get("/api/profiles")]);
    present(who, keys.data.filter(({ works }) => works), profiles.data);
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

/**
 * @param {import("/ui/shared/api.js").Me} me
 * @param {import("/ui/shared/ownkeys.js").OwnKey[]} keys that work
 * @param {import("/ui/shared/terms.js").Profile[]} profiles
 */
function present({ user, operator }, keys, profiles) {
  one("#greeting").textContent = `You are signed in as ${user.name || user.email}.`;
  const waiting = attention(keys, profiles);
  place.replaceChildren(...[
    waiting.length > 0 && keys.length > 0 && h("section", { class: "card needs" }, h("h2", null, "Needs you"), h("ul", null, waiting)),
    keys.length ? h("div", { class: "home-grid" }, monthCard(), limitCard(keys), keyCard(keys), profileCard(profiles)) : steps(profiles),
    keys.length === 0 && operator && firstDuties(),
  ].filter(Boolean));
}

function attention(keys, profiles) {
  return [
    ...profiles.filter(({ ready }) => !ready).map((profile) => need(
      `${policies(pending(profile).length)} of ${profile.name} to accept`, `/profiles#${profile.id}`, "Read")),
    ...keys.filter(endsSoon).map((key) => need(`The key ${key.name} ends ${ago(key.expires_at)}`, `/keys/${key.id}`, "Look")),
  ];
}

const need = (text, href, label) => h("li", null, h("span", null, text), h("a", { class: "button button-small", href }, label));

/** What was used this month, and by which keys. */
function monthCard() {
  const body = h("div", null, skeleton(3));
  get("/api/usage/breakdown?period=month&by=key&limit=3")
    .then(({ total, groups }) => body.replaceChildren(
      h("div", { class: "figure" }, cost(total)),
      h("p", { class: "hint" }, total.calls ? amounts(total) : "Nothing was used yet."),
      ...(groups.length > 1 ? [h("ul", { class: "rows" }, groups.map(keyUse))] : [])))
    .catch((error) => body.replaceChildren(failure(error)));
  return h("section", { class: "card month" },
    h("div", { class: "card-head" }, h("h2", null, "This month"), h("a", { href: "/usage?period=month" }, "Usage")), body);
}

const keyUse = (used) => h("li", null,
  used.name ? h("a", { href: `/keys/${used.name}` }, used.label ?? "A key that is gone") : h("span", null, "Without a key"),
  h("span", { class: "hint" }, `${cost(used)}, ${amounts(used)}`));

/** What is left of the tightest limits; no card where nothing is limited. */
function limitCard(keys) {
  const body = h("div", null, skeleton(3));
  const card = h("section", { class: "card month" }, h("h2", null, "What is left"), body);
  get("/api/limits")
    .then(({ data }) => (data.length ? body.replaceChildren(heldList(data.slice(0, SHOWN), keys)) : card.remove()))
    .catch((error) => body.replaceChildren(failure(error)));
  return card;
}

function keyCard(keys) {
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", null, "Your keys"), h("a", { href: "/keys" }, "All keys")),
    h("ul", { class: "rows" }, keys.slice(0, SHOWN).map((key) => h("li", null,
      h("a", { href: `/keys/${key.id}` }, key.name),
      h("span", { class: "hint" }, key.last_used_at ? ["used ", lastUsed(key)] : "not used yet"),
      keyTag(key)))),
    h("a", { class: "button", href: "/keys?new=1" }, "Create a key"));
}

function profileCard(profiles) {
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", null, "What you can use"), h("a", { href: "/models" }, "All models")),
    h("ul", { class: "rows" }, profiles.slice(0, SHOWN).map((profile) => h("li", null,
      h("a", { href: `/profiles#${profile.id}` }, profile.name),
      h("span", { class: "hint" }, profile.description),
      profile.ready ? h("span", { class: "tag tag-good" }, "Ready") : h("span", { class: "tag tag-warn" }, "To accept")))),
    h("a", { class: "button", href: "/connect" }, "Connect a client"));
}

function steps(profiles) {
  if (!profiles.length) {
    return h("section", { class: "card" }, empty("Nothing is set up for you yet",
      "An operator decides which groups may use which models. Ask one to add you, then reload this page."));
  }
  const ready = profiles.find((profile) => profile.ready);
  const line = h("div", { class: "first-call" }, skeleton(3));
  firstCall(line, ready ?? profiles[0]);
  return h("section", { class: "card" },
    h("h2", null, "Three steps to your first call"),
    h("ol", { class: "steps" },
      step(Boolean(ready), "Accept what comes with your models",
        ready ? `${ready.name} is ready for keys.` : "Read the policies of a backend profile, and accept them.", "/profiles", "Backend profiles"),
      step(false, "Create a key", "It belongs to you and to one backend profile.", `/keys?new=${ready?.id ?? 1}`, "Create a key"),
      h("li", null, h("div", null, h("h3", null, "Make a call"), line))));
}

async function firstCall(place, profile) {
  try {
    const [base, model] = await Promise.all([baseUrl(), chatModel(profile.id)]);
    const curl = CLIENTS.find(({ id }) => id === "curl");
    place.replaceChildren(
      h("p", null, "With your key in the place of ", h("code", null, NO_KEY), ". ", h("a", { href: "/connect" }, "Other clients")),
      clientView({ ...curl, before: "" }, { base, key: NO_KEY, model }));
  } catch (error) {
    place.replaceChildren(failure(error, () => firstCall(place, profile)));
  }
}
