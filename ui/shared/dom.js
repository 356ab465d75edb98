// Elements made in one line, always from text and never from markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element: `h("a", {href: "/keys", class: "button"}, "Keys")`.
 *
 * Names that begin with `on` are listeners; `true` sets an empty attribute; `null`, `undefined` and `false` set none.
 *
 * @param {string} name
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/**
 * The same for SVG.
 *
 * @param {string} name
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function s(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/**
 * The one element that matches; a missing one is a mistake in the page.
 *
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement}
 */
export function one(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) {
    throw new Error(`nothing matches ${selector}`);
  }
  return found;
}

/**
 * Grey bars in the shape of what will come, so that nothing jumps.
 *
 * @param {number} [rows]
 */
export function skeleton(rows = 6) {
  return h("div", { class: "skeleton", role: "status", "aria-label": "Loading" },
    Array.from({ length: rows }, () => h("span")));
}

/**
 * An empty view that says what to do.
 *
 * @param {string} title
 * @param {string} text
 * @param {...Child} acts
 */
export function empty(title, text, ...acts) {
  return h("div", { class: "state" }, h("strong", null, title), text && h("p", null, text), ...acts);
}

/**
 * A view that failed: what happened, the request id, and another try.
 *
 * @param {Error & {requestId?: string}} error
 * @param {() => void} [again]
 */
export function failure(error, again) {
  return h("div", { class: "state", role: "alert" },
    h("strong", null, "This could not be loaded"),
    h("p", null, error.message),
    again && h("button", { type: "button", class: "button", onclick: again }, "Try again"),
    error.requestId && h("p", { class: "hint" }, "Request ", h("code", null, error.requestId)));
}

/**
 * A short word at the edge of the window, read out by screen readers.
 *
 * @param {string} text
 * @param {"good" | "bad"} [mood]
 */
export function toast(text, mood = "good") {
  // A modal dialog covers everything outside itself.
  const above = document.querySelector("dialog[open]") ?? document.body;
  let place = above.querySelector(":scope > .toasts");
  if (!place) {
    place = h("div", { class: "toasts", role: "status" });
    above.append(place);
  }
  const note = h("div", { class: `toast toast-${mood}` }, text);
  place.append(note);
  setTimeout(() => note.remove(), mood === "bad" ? 10_000 : 5_000);
}

/**
 * A button that copies a text and says so.
 *
 * @param {() => string} text
 * @param {string} [label]
 */
export function copyButton(text, label = "Copy") {
  const button = h("button", { type: "button", class: "button button-small" }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = label), 1500);
    } catch {
      toast("The browser did not allow copying; select the text and copy it by hand.", "bad");
    }
  });
  return button;
}
