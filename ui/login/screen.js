// Sign-in: single sign-on, a local account, or both, as the gateway says.

import { get, postOpenly } from "/ui/shared/api.js";
import { empty, failure, h, one, skeleton } from "/ui/shared/dom.js";
import { field, form } from "/ui/shared/form.js";
import { query, safePath } from "/ui/shared/paths.js";

const place = one("#methods");
const next = safePath(query().get("next"));

/** Why a sign-in by the identity provider did not end well, by the word in the address. */
const PROBLEMS = {
  sign_in_state: "This sign-in was started in another browser or has ended. Try again.",
  sign_in_expired: "That took too long. Try again.",
  sign_in_declined: "The identity provider declined the sign-in.",
};
const OTHER_PROBLEM = "Signing in did not work. Try again, or ask an operator of this gateway.";

const link = new URLSearchParams(location.hash.slice(1)).get("link");

if (link) {
  signInBy(link);
} else {
  load();
}

/** @param {string} token of a link that signs somebody in once; it leaves the address bar before it is used */
async function signInBy(token) {
  history.replaceState(null, "", location.pathname + location.search);
  place.replaceChildren(skeleton(3));
  try {
    await postOpenly("/api/sign-in/link", { token });
    location.replace(next);
  } catch (error) {
    await load();
    place.prepend(h("p", { class: "form-problem", role: "alert" }, error.message));
  }
}

async function load() {
  place.replaceChildren(skeleton(3));
  try {
    place.replaceChildren(...methods(await get("/api/sign-in")));
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

/** @param {{local: boolean, oidc?: {enabled: boolean, label: string}}} offered */
function methods({ local, oidc }) {
  const shown = problem();
  if (oidc?.enabled) {
    const look = local ? "button" : "button button-main";
    shown.push(h("a", { class: look, href: `/oidc/start?next=${encodeURIComponent(next)}` },
      oidc.label || "Sign in with your organisation"));
  }
  if (oidc?.enabled && local) {
    shown.push(h("p", { class: "sign-in-or" }, "or"));
  }
  if (local) {
    shown.push(account());
  }
  return local || oidc?.enabled
    ? shown
    : [h("div", { class: "card" }, empty("Nobody can sign in yet", "An operator switches sign-in on in the settings."))];
}

function problem() {
  const word = query().get("problem");
  return word ? [h("p", { class: "banner banner-warning", role: "alert" }, PROBLEMS[word] ?? OTHER_PROBLEM)] : [];
}

function account() {
  return form({
    fields: [
      field("E-mail", h("input", { name: "email", type: "email", required: true, autocomplete: "username" })),
      field("Password", h("input", { name: "password", type: "password", required: true, autocomplete: "current-password" })),
    ],
    act: "Sign in",
    send: async ({ email, password }) => {
      await postOpenly("/api/sign-in/password", { email, password });
      location.assign(next);
    },
  });
}
