// Dialogs: asking before something happens that cannot be taken back, and showing something once.

import { h } from "./dom.js";

/**
 * Opens a dialog and waits until it closes. Escape closes it; the focus goes back to where it was.
 *
 * @param {string} title
 * @param {import("./dom.js").Child[]} content
 * @param {{acts?: {label: string, value: string, look?: "main" | "danger"}[]}} [options]
 * @returns {Promise<string>} the value of the chosen act, empty when there was none
 */
export function show(title, content, { acts = [{ label: "Close", value: "" }] } = {}) {
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { "aria-label": title },
      h("div", { class: "dialog-body" },
        h("h2", null, title),
        ...content,
        h("div", { class: "dialog-acts" }, acts.map((act) => button(act, () => dialog.close(act.value))))))
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    }, { once: true });
  });
}

function button({ label, look }, onclick) {
  return h("button", { type: "button", class: look ? `button button-${look}` : "button", onclick }, label);
}

/**
 * Opens a dialog whose content changes while it is open.
 *
 * @param {string} title
 * @param {{wide?: boolean}} [options]
 * @returns {{body: HTMLElement, close: () => void, closed: Promise<void>, hold: () => void}} hold: from now on only
 *   `close` closes it, because what it shows is not shown again
 */
export function stage(title, { wide = false } = {}) {
  const body = h("div", { class: "dialog-body" });
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { "aria-label": title, class: wide ? "dialog-wide" : null }, body)
  );
  document.body.append(dialog);
  dialog.showModal();
  const closed = new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    }, { once: true });
  });
  const close = () => dialog.close();
  const hold = () => {
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    // A second Escape would close it without asking.
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
  };
  return { body, close, closed, hold };
}

/**
 * Asks whether something should happen. The question names the thing, the text says what stops working, and the button
 * says what it does; the careful answer has the focus.
 *
 * @param {{title: string, text: string, act: string, typed?: string}} question typed: what must be typed first, such
 *   as the name of what is deleted
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, act, typed }) {
  const input = typed && h("input", { autocomplete: "off", spellcheck: "false" });
  const doIt = h("button", { type: "button", class: "button button-danger", disabled: Boolean(typed) }, act);
  const leave = h("button", { type: "button", class: "button", autofocus: true }, "Cancel");
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { "aria-label": title, role: "alertdialog" },
      h("div", { class: "dialog-body" },
        h("h2", null, title),
        h("p", null, text),
        input && h("label", { class: "field" }, h("span", null, "Type ", h("code", null, typed), " to go on"), input),
        h("div", { class: "dialog-acts" }, leave, doIt)))
  );
  input && input.addEventListener("input", () => (doIt.disabled = input.value !== typed));
  doIt.addEventListener("click", () => dialog.close("yes"));
  leave.addEventListener("click", () => dialog.close(""));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }, { once: true });
  });
}
