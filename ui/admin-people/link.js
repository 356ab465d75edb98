// A link that is shown once.

import { show } from "/ui/shared/dialog.js";
import { copyButton, h } from "/ui/shared/dom.js";

/**
 * @param {string} title
 * @param {string} url of this installation when it begins with a slash
 * @param {string} text what it does, and for how long
 */
export function showLink(title, url, text) {
  const whole = new URL(url, location.origin).href;
  return show(title, [
    h("p", null, text),
    h("div", { class: "once" }, h("code", { class: "once-text", tabindex: "0" }, whole), copyButton(() => whole)),
  ], { acts: [{ label: "I have it", value: "", look: "main" }] });
}
