// One key: how it stands, what it was made on, its text where it is kept, lines to use it, and its end.

import { changeAddresses, usedFrom } from "/ui/shared/addresses.js";
import { get, post, put } from "/ui/shared/api.js";
import { CLIENTS, NO_KEY, baseUrl, chatModel, clientTabs, clientView, codeBlock } from "/ui/shared/clients.js";
import { confirm } from "/ui/shared/dialog.js";
import { empty, failure, h, one, skeleton, toast } from "/ui/shared/dom.js";
import { monthOf } from "/ui/shared/figures.js";
import { date, dateTime } from "/ui/shared/format.js";
import { heldList } from "/ui/shared/limits.js";
import { ends, keyTag, lastUsed } from "/ui/shared/ownkeys.js";
import { query, setQuery } from "/ui/shared/paths.js";
import { rename, rotate } from "./acts.js";

/** @typedef {import("/ui/shared/ownkeys.js").OwnKey} OwnKey */

const path = `/api/keys/${location.pathname.split("/").at(-1)}`;
const place = one("#key");
let text = NO_KEY;

load();

async function load() {
  place.replaceChildren(skeleton(8));
  try {
    const [key, profiles] = await Promise.all([get(path), get("/api/profiles")]);
    present(key, profiles.data.find(({ id }) => id === key.profile));
  } catch (error) {
    const gone = error.status === 404;
    place.replaceChildren(gone
      ? empty("There is no such key", "It may belong to somebody else.", h("a", { class: "button", href: "/keys" }, "Your keys"))
      : failure(error, load));
  }
}

/**
 * @param {OwnKey} key
 * @param {import("/ui/shared/terms.js").Profile | undefined} profile nothing when it is no longer for this person
 */
function present(key, profile) {
  document.title = document.title.replace(/^[^·]*/, `${key.name} `);
  const again = (changed) => present(changed, profile);
  place.replaceChildren(
    h("header", { class: "page-head" },
      h("nav", { class: "crumbs", "aria-label": "Path" }, h("a", { href: "/keys" }, "Keys")),
      h("h1", null, key.name), keyTag(key),
      h("div", { class: "page-acts" }, key.status !== "revoked" && [
        h("button", { type: "button", class: "button", onclick: () => rename(path, key, again) }, "Rename"),
        h("button", { type: "button", class: "button", onclick: () => changeAddresses(path, key, again) }, "Addresses"),
        key.works && h("button", { type: "button", class: "button", onclick: () => rotate(path, key) }, "Rotate"),
        h("button", { type: "button", class: "button button-danger", onclick: () => revoke(key, again) }, "Revoke"),
      ])),
    h("div", { class: "key-grid" }, about(key, profile), optIns(key, profile, again)),
    left(),
    ...(key.works ? [use(key)] : []),
    accepted());
}

function about(key, profile) {
  const facts = [
    ["Key", h("code", null, key.preview)],
    ["Backend profile", profile ? h("a", { href: `/profiles#${profile.id}` }, profile.name) : "No longer yours; calls are refused"],
    ["Created", dateTime(key.created_at)],
    ["Ends", ends(key)],
    ["Works from", usedFrom(key)],
    ["Last used", lastUsed(key)],
    ["This month", monthOf(`/api/usage/summary?key=${key.id}`, `/usage?period=month&key=${key.id}`)],
    ...(key.revoked_at ? [["Revoked", `${dateTime(key.revoked_at)}${key.revoked_by ? ` by ${key.revoked_by}` : ""}`]] : []),
  ];
  return h("section", { class: "card" },
    h("h2", null, "About"),
    h("dl", { class: "facts" }, facts.map(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
    key.works && h("div", { class: "key-text" }, key.revealable
      ? h("button", { type: "button", class: "button", onclick: ({ target }) => reveal(target, key) }, "Show the key")
      : h("p", { class: "hint" }, "The key itself was shown when it was made and is not kept. Rotate it if you lost it.")));
}

async function reveal(button, key) {
  button.disabled = true;
  try {
    text = (await post(`${path}/reveal`)).api_key;
    button.closest(".key-text").replaceChildren(codeBlock(text, "The key"));
    one("#use").replaceWith(use(key));
  } catch (error) {
    button.disabled = false;
    error.code === "sign_in_again" ? stale(button, error) : toast(error.message, "bad");
  }
}

function stale(button, error) {
  button.closest(".key-text").replaceChildren(
    h("p", null, error.message),
    h("button", { type: "button", class: "button button-main", "data-act": "sign-out" }, "Sign out and in again"));
}

function optIns(key, profile, again) {
  const toggle = (name, label, hint) => h("label", { class: "choice" },
    h("input", {
      type: "checkbox", name, checked: key[name], disabled: key.status === "revoked" || !profile,
      onchange: ({ target }) => change(target, name, again),
    }),
    h("span", null, label, h("br"), h("span", { class: "hint" }, hint)));
  return h("section", { class: "card" },
    h("h2", null, "Uses"),
    toggle("continue_opt_in", "VS Code Continue", "Its set-up on the Connect page holds this key."),
    profile?.openwebui_headers
      && toggle("openwebui_opt_in", "Open WebUI", "Calls count for the person that Open WebUI names, not for you."));
}

async function change(box, name, again) {
  box.disabled = true;
  try {
    again(await put(path, { [name]: box.checked }));
    toast("Saved.");
    one(`[name="${name}"]`).focus();
  } catch (error) {
    box.checked = !box.checked;
    box.disabled = false;
    toast(error.message, "bad");
  }
}

async function revoke(key, again) {
  const sure = await confirm({
    title: `Revoke ${key.name}?`,
    text: `Every program that uses ${key.preview} stops working within a second. Only an operator can bring it back.`,
    act: "Revoke the key",
  });
  if (sure) {
    try {
      again(await post(`${path}/revoke`));
      toast("The key is revoked.");
    } catch (error) {
      toast(error.message, "bad");
    }
  }
}

function use(key) {
  const body = h("div", null, skeleton(5));
  fillUse(body, key);
  return h("section", { class: "card", id: "use" }, h("h2", null, "Use it"), body);
}

async function fillUse(body, key) {
  try {
    const [base, model] = await Promise.all([baseUrl(), chatModel(key.profile)]);
    const filling = { base, key: text, model };
    body.replaceChildren(clientTabs(CLIENTS, {
      chosen: query().get("client") ?? "",
      choose: (client) => setQuery({ client }),
      show: (client) => (client.id === "continue" && key.continue_opt_in ? continueView(client) : clientView(client, filling)),
    }));
  } catch (error) {
    body.replaceChildren(failure(error, () => fillUse(body, key)));
  }
}

function continueView(client) {
  const view = h("div", { class: "client" }, skeleton(4));
  get(`${path}/continue?origin=${encodeURIComponent(location.origin)}`)
    .then(({ yaml }) => view.replaceChildren(h("p", { class: "hint" }, client.before), codeBlock(yaml, client.name)))
    .catch((error) => view.replaceChildren(failure(error)));
  return view;
}

function left() {
  const body = h("div", null, skeleton(3));
  get(`${path}/limits`)
    .then(({ data }) => body.replaceChildren(data.length ? heldList(data) : h("p", { class: "hint" }, "Nothing limits this key.")))
    .catch((error) => body.replaceChildren(failure(error)));
  return h("section", { class: "card" }, h("h2", null, "What is left"), body);
}

function accepted() {
  const body = h("div", null, skeleton(2));
  get(`${path}/policies`)
    .then(({ data }) => body.replaceChildren(data.length ? versions(data) : h("p", { class: "hint" }, "None was asked for.")))
    .catch((error) => body.replaceChildren(failure(error)));
  return h("section", { class: "card" }, h("h2", null, "Policies accepted when it was made"), body);
}

const versions = (data) => h("dl", { class: "facts" }, data.map(({ policy_name: name, version, accepted_at: at }) =>
  [h("dt", null, name), h("dd", null, `Version ${version}, accepted on ${date(at)}`)]));
