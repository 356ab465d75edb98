// An invitation into a tenant: whoever opens its link signs in first, and is a member afterwards.

import { me, post } from "/ui/shared/api.js";
import { empty, h, one, skeleton } from "/ui/shared/dom.js";

/** Where the token waits while somebody signs in; it ends with the window. */
const WAITING = "invitation";

const place = one("#invitation");
const token = new URLSearchParams(location.hash.slice(1)).get("token");

if (token) {
  sessionStorage.setItem(WAITING, token);
  history.replaceState(null, "", location.pathname);
}
accept();

async function accept() {
  place.replaceChildren(h("div", { class: "card" }, skeleton(3)));
  const waiting = sessionStorage.getItem(WAITING);
  if (!waiting) {
    return show("Open the link of your invitation", "This page takes an invitation, and there is none in this window.");
  }
  try {
    // Somebody who is not signed in is led to the sign-in page, and back to here.
    await me();
    await post("/api/invitations/accept", { token: waiting });
    show("You are in", "The tenant is among yours from now on.");
  } catch (error) {
    if (error.status === 401) {
      return;
    }
    show("This did not work", error.message);
  }
  sessionStorage.removeItem(WAITING);
}

function show(title, text) {
  place.replaceChildren(h("div", { class: "card" },
    empty(title, text, h("a", { class: "button", href: "/" }, "Home"))));
}
