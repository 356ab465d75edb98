// One step of a way to go.

import { h } from "/ui/shared/dom.js";

/**
 * @param {boolean} done
 * @param {string} title
 * @param {string} text
 * @param {string} href where it is done
 * @param {string} label of what leads there
 * @param {"button-main" | ""} [look] of that while it is not done
 */
export function step(done, title, text, href, label, look = "button-main") {
  return h("li", { class: done ? "done" : null },
    h("div", null, h("h3", null, title, done && h("span", { class: "out-of-sight" }, " (done)")), h("p", null, text)),
    h("a", { class: done ? "button" : `button ${look}`, href }, label));
}
