// What an operator does first, beside the first call: each step is done once the gateway says so.

import { get } from "/ui/shared/api.js";
import { failure, h, skeleton } from "/ui/shared/dom.js";
import { step } from "./step.js";

/** @returns {HTMLElement} a card that fills itself */
export function firstDuties() {
  const list = h("div", null, skeleton(4));
  load(list);
  return h("section", { class: "card duties" }, h("h2", null, "Before you let others in"), list);
}

/** @param {HTMLElement} place */
async function load(place) {
  try {
    const [backends, limits, ways, settings] = await Promise.all(
      ["/admin/api/backends", "/admin/api/limits", "/admin/auth/methods", "/admin/api/settings"].map((path) => get(path)));
    place.replaceChildren(h("ol", { class: "steps" },
      step(backends.data.some(({ kind }) => kind !== "simulated"), "Connect a provider",
        "Until there is one, simulated models answer.", "/admin/backends?new=1", "Add a backend", ""),
      step(limits.data.length > 0, "Limit what may be spent",
        "A budget is taken from before a call, so it cannot be overspent.", "/admin/limits", "Limits", ""),
      step(ways.oidc, "Let people sign in",
        "By your identity provider, in the settings; or add single people.", "/admin/people", "People", ""),
      step(!settings.lacks.length, "Go through the checklist",
        "What is missing for production, and what to do about it.", "/admin/status?tab=checklist", "Checklist", "")));
  } catch (error) {
    place.replaceChildren(failure(error, () => load(place)));
  }
}
