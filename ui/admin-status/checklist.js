// What a deployment should have before others rely on it, and this one does not.

import { get } from "/ui/shared/api.js";
import { empty, h, one } from "/ui/shared/dom.js";
import { count } from "/ui/shared/format.js";
import { present } from "/ui/shared/views.js";

/** @typedef {{key: string, why: string, fix: string}} Lack */

/** @param {Element} place */
export function checklistView(place) {
  one("#fresh").textContent = "What to have before others rely on this gateway; the same as sallyport doctor --production.";
  present(place, () => get("/admin/api/settings"), ({ lacks }) => list(lacks));
}

/** @param {Lack[]} lacks */
function list(lacks) {
  if (!lacks.length) {
    return h("section", { class: "card" }, empty("Nothing is missing that a program can see",
      "Limits, a firewall, a tried restore and two people who know how to stop things remain yours to have."));
  }
  return h("section", { class: "card" },
    h("h2", null, lacks.length === 1 ? "One thing is missing" : `${count(lacks.length)} things are missing`),
    h("ol", { class: "lacks" }, lacks.map(({ key, why, fix }) => h("li", null,
      h("h3", null, h("code", null, key)),
      h("p", { class: "hint" }, `${why[0].toUpperCase()}${why.slice(1)}.`),
      h("p", null, fix)))));
}
