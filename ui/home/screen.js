// Home: who is here, and the way to a first working call.

import { me } from "/ui/shared/api.js";
import { failure, h, one, skeleton } from "/ui/shared/dom.js";

const place = one("#home");

load();

async function load() {
  place.replaceChildren(h("section", { class: "card" }, skeleton(5)));
  try {
    show(await me());
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

/** @param {import("/ui/shared/api.js").Me} me */
function show({ user }) {
  one("#greeting").textContent = `You are signed in as ${user.name || user.email}.`;
  place.replaceChildren(
    h("section", { class: "card" },
      h("h2", null, "Three steps to your first call"),
      h("ol", { class: "steps" },
        step("See what you may use", "Profiles bundle models, and the terms that come with them.", "/profiles", "Profiles"),
        step("Create a key", "It belongs to you and to one profile; it is shown once.", "/keys", "Keys"),
        step("Connect a client", "Ready lines for SDKs, editors and curl, with your address in them.", "/connect", "Connect"))));
}

function step(title, text, href, label) {
  return h("li", null,
    h("div", null, h("h3", null, title), h("p", null, text)),
    h("a", { class: "button", href }, label));
}
