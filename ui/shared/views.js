// Parts that views of the console share: what loads once, buttons that act, tabs, marks, facts.

import { failure, h, one, skeleton, toast } from "./dom.js";
import { query } from "./paths.js";

/**
 * Loads something and shows it, with the states on the way.
 *
 * @template Loaded
 * @param {Element} place
 * @param {() => Promise<Loaded>} load
 * @param {(loaded: Loaded) => import("./dom.js").Child | import("./dom.js").Child[]} show
 */
export async function present(place, load, show) {
  place.replaceChildren(skeleton());
  try {
    const shown = [await load()].map(show).flat(Infinity).filter(Boolean);
    place.replaceChildren(...shown);
  } catch (error) {
    place.replaceChildren(failure(error, () => present(place, load, show)));
  }
}

/**
 * A button that does something and says when that failed.
 *
 * @param {string} label
 * @param {() => Promise<unknown>} work
 * @param {{look?: "main" | "danger" | "quiet", small?: "small", name?: string}} [options] name: what a screen reader
 *   says when the label alone is not enough
 */
export function actButton(label, work, { look, small, name } = {}) {
  const looks = ["button", look && `button-${look}`, small && "button-small"].filter(Boolean).join(" ");
  const button = h("button", { type: "button", class: looks, "aria-label": name }, label);
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy")) {
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      toast(error.message, "bad");
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
  return button;
}

/**
 * Views of one page that share its address; the first is the one without a parameter.
 *
 * @param {string} label
 * @param {[value: string, title: string][]} views
 * @returns {{element: HTMLElement, current: string}}
 */
export function tabs(label, views) {
  const asked = query().get("tab") ?? "";
  const current = views.some(([value]) => value === asked) ? asked : views[0][0];
  const element = h("nav", { class: "views", "aria-label": label },
    views.map(([value, title], at) =>
      h("a", { href: at ? `?tab=${value}` : location.pathname, "aria-current": value === current ? "page" : null }, title)));
  return { element, current };
}

/**
 * The head of a view below a list: the way back, the name, marks beside it, what can be done.
 *
 * @param {{back: [href: string, title: string], title: string, marks?: import("./dom.js").Child[],
 *   text?: string, acts?: import("./dom.js").Child[]}} parts
 */
export function heading({ back: [href, list], title, marks = [], text, acts = [] }) {
  document.title = document.title.replace(/^[^·]*/, `${title} `);
  one(".page-head").replaceChildren(
    h("nav", { class: "crumbs", "aria-label": "Where this is" }, h("a", { href }, list)),
    h("h1", null, title),
    ...marks.filter(Boolean),
    h("div", { class: "page-acts" }, acts),
    ...(text ? [h("p", null, text)] : []));
}

/**
 * Says that something stands in the configuration, and where; nothing for what was made here.
 *
 * @param {{source: string, place?: string | null}} thing
 */
export function sourceMark({ source, place }) {
  if (source === "admin") {
    return null;
  }
  return h("span", { class: "tag tag-accent", title: place ? `Stands in ${place}` : null },
    source, place && h("span", { class: "mark-place" }, ` ${place}`));
}

/**
 * Why something cannot be changed here.
 *
 * @param {string} what
 * @param {{source: string, place?: string | null}} thing
 */
export function readOnlyNote(what, { source, place }) {
  const where = place ? ["Change it in ", h("code", null, place), "."] : ["Change it where it comes from."];
  return h("p", { class: "note" }, `This ${what} comes from the ${source === "config" ? "configuration" : source}. `, where);
}

/**
 * What is known, as pairs; a pair without a value is left out.
 *
 * @param {[name: string, value: import("./dom.js").Child | import("./dom.js").Child[]][]} pairs
 */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value || value === 0);
  return h("dl", { class: "facts" }, known.map(([name, value]) => [h("dt", null, name), h("dd", null, value)]));
}

/** @param {string[]} list @param {string} [none] what stands there for an empty list */
export function names(list, none = "") {
  return list.length ? h("span", { class: "names" }, list.map((name) => h("span", { class: "tag" }, name))) : none;
}

/**
 * A card with a heading.
 *
 * @param {string} title
 * @param {...(import("./dom.js").Child | import("./dom.js").Child[])} content
 */
export const card = (title, ...content) => h("section", { class: "card" }, h("h2", null, title), content);

const MOODS = {
  up: "good", active: "good", ok: "good",
  down: "bad", revoked: "bad", suspended: "bad", expired: "bad",
  disabled: "warn", degraded: "bad",
};

/** The word of a state, in its colour. @param {string} word */
export const state = (word) => h("span", { class: MOODS[word] ? `tag tag-${MOODS[word]}` : "tag" }, word);

/** A bar that shows a part of a whole; a number stands beside it. @param {number} share 0 to 1 */
export function part(share) {
  const filled = h("span");
  // The policy forbids the attribute, not the property.
  filled.style.width = `${Math.min(100, share * 100)}%`;
  return h("span", { class: "meter", "aria-hidden": "true" }, filled);
}
