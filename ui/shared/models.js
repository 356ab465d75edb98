// Which models something may use: all of them, or the ones that are listed.

import { lines, toggle } from "./choices.js";
import { h } from "./dom.js";
import { field } from "./form.js";
import { names } from "./views.js";

/** @param {string[] | null | undefined} allowed */
export const modelWords = (allowed) => (allowed ? names(allowed, "none") : "all");

/**
 * The fields for it.
 *
 * @param {string[] | null | undefined} allowed
 * @returns {HTMLElement[]}
 */
export function modelFields(allowed) {
  const text = h("textarea", { name: "models", spellcheck: "false" }, allowed?.join("\n") ?? "");
  const list = field("Models", text, { hint: "Names and globs such as gpt-*, one a line; an empty list allows none." });
  const limits = toggle({ name: "limits", label: "Only the models listed here", checked: Boolean(allowed) });
  const show = () => (list.hidden = !limits.querySelector("input").checked);
  limits.addEventListener("change", show);
  show();
  return [limits, list];
}

/** What those fields say. @param {{limits: boolean, models: string}} values */
export const modelsOf = ({ limits, models }) => (limits ? lines(models) : null);
