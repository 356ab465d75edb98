// Forms: checked while typing, never emptied by an error, with the server's words beside the field they are about.

import { ApiError } from "./api.js";
import { h, one } from "./dom.js";

/**
 * A labelled field with a place for its problem.
 *
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLElement} input has a name
 * @param {{hint?: string}} [options]
 */
export function field(label, input, { hint } = {}) {
  const name = input.getAttribute("name") ?? "";
  input.id ||= `field-${name}`;
  return h("div", { class: "field" },
    h("label", { for: input.id }, label, !input.required && h("span", { class: "field-optional" }, " (optional)")),
    input,
    hint && h("p", { class: "hint", id: `${input.id}-hint` }, hint),
    problemPlace(input));
}

/**
 * Makes a form check itself and send itself.
 *
 * Fields are those of the form with a name. A field is checked once it was left or sent, and from then on with every
 * key. `send` gets the values; when it throws an ApiError, its message stands beside the field of that name, or above
 * the buttons when it is about none.
 *
 * @param {HTMLFormElement} form
 * @param {(values: Record<string, any>) => Promise<void>} send
 * @param {{check?: (values: Record<string, any>) => Record<string, string>}} [options] check: further rules, problems
 *   by field name
 */
export function wire(form, send, { check = () => ({}) } = {}) {
  form.noValidate = true;
  const touched = new Set();
  const review = (input) =>
    tell(input, problemOf(input) || check(values(form))[input.name] || input.dataset.refused || "");

  form.addEventListener("focusout", ({ target }) => {
    if (target.name && target.value !== "") {
      touched.add(target.name);
      review(target);
    }
  });
  form.addEventListener("input", ({ target }) => {
    tellForm(form, "");
    delete target.dataset.refused;
    if (touched.has(target.name)) {
      review(target);
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) {
      return;
    }
    const inputs = fields(form);
    inputs.forEach((input) => {
      touched.add(input.name);
      delete input.dataset.refused;
    });
    inputs.forEach(review);
    const wrong = inputs.find((input) => input.getAttribute("aria-invalid") === "true");
    if (wrong) {
      wrong.focus();
      return;
    }
    await sending(form, () => send(values(form)));
  });
}

async function sending(form, send) {
  const button = form.querySelector("button:not([type=button])");
  form.dataset.busy = "yes";
  button?.setAttribute("aria-busy", "true");
  tellForm(form, "");
  try {
    await send();
  } catch (error) {
    showError(form, error);
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute("aria-busy");
  }
}

/**
 * Puts an error where it belongs.
 *
 * @param {HTMLFormElement} form
 * @param {unknown} error
 */
export function showError(form, error) {
  if (!(error instanceof ApiError)) {
    tellForm(form, "Something went wrong in this page. Reload it and try again.");
    throw error;
  }
  const param = error.param.replace(/^\$\.?/, "");
  const isMeant = ({ name }) => name === param || name === param.split(/[.[]/)[0];
  const input = fields(form).find((input) => isMeant(input) && document.getElementById(`${input.id}-problem`));
  if (input) {
    // Stays beside the field until what is in it changes.
    input.dataset.refused = error.message;
    tell(input, error.message);
    input.focus();
  } else {
    const number = error.requestId && error.status >= 500 ? ` Request ${error.requestId}.` : "";
    tellForm(form, error.message + number);
  }
}

/**
 * What stands in the fields: text without outer spaces (passwords as they are), numbers as numbers, checkboxes as true
 * or false, several checkboxes of one name as a list.
 *
 * @param {HTMLFormElement} form
 * @returns {Record<string, any>}
 */
export function values(form) {
  const found = {};
  for (const input of fields(form)) {
    if (input.type === "checkbox" && form.querySelectorAll(`[name="${CSS.escape(input.name)}"]`).length > 1) {
      found[input.name] ??= [];
      input.checked && found[input.name].push(input.value);
    } else if (input.type === "checkbox") {
      found[input.name] = input.checked;
    } else if (input.type === "radio") {
      input.checked && (found[input.name] = input.value);
    } else {
      found[input.name] = valueOf(input);
    }
  }
  return found;
}

function valueOf(input) {
  if (input.type === "number") {
    return input.value === "" ? null : Number(input.value);
  }
  return input.type === "password" ? input.value : input.value.trim();
}

function fields(form) {
  return [...form.elements].filter((input) => input.name && !input.disabled && input.type !== "fieldset");
}

function problemOf(input) {
  const { validity } = input;
  if (validity.valid) {
    return "";
  }
  if (validity.valueMissing) {
    return "Please fill this in.";
  }
  if (validity.patternMismatch && input.title) {
    return input.title;
  }
  return input.validationMessage;
}

function problemPlace(input) {
  return h("p", { class: "field-problem", id: `${input.id}-problem`, "aria-live": "polite" });
}

function tell(input, problem) {
  const place = document.getElementById(`${input.id}-problem`);
  if (!place) {
    return;
  }
  place.textContent = problem;
  input.setAttribute("aria-invalid", String(Boolean(problem)));
  const hint = document.getElementById(`${input.id}-hint`);
  const described = [problem && place.id, hint?.id].filter(Boolean).join(" ");
  described ? input.setAttribute("aria-describedby", described) : input.removeAttribute("aria-describedby");
}

function tellForm(form, problem) {
  let place = form.querySelector(".form-problem");
  if (!place) {
    place = h("p", { class: "form-problem", role: "alert" });
    const acts = form.querySelector(".form-acts") ?? form.lastElementChild;
    acts.before(place);
  }
  place.textContent = problem;
}

/**
 * A form of fields and one button.
 *
 * @param {{fields: HTMLElement[], act: string, send: (values: Record<string, any>) => Promise<void>,
 *   check?: (values: Record<string, any>) => Record<string, string>}} parts
 */
export function form({ fields: parts, act, send, check }) {
  const made = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" }, parts,
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, act)))
  );
  wire(made, send, { check });
  return made;
}

/**
 * A form in a dialog, with a way out of it.
 *
 * @param {{body: HTMLElement, close: () => void}} dialog
 * @param {string} title
 * @param {HTMLElement[]} parts the fields and what is said about them; the first field gets the focus
 * @param {string} act
 * @param {(values: Record<string, any>) => Promise<void>} send
 */
export function ask(dialog, title, parts, act, send) {
  const made = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" }, h("h2", null, title), parts,
      h("div", { class: "dialog-acts form-acts" },
        h("button", { type: "button", class: "button", onclick: dialog.close }, "Cancel"),
        h("button", { class: "button button-main" }, act)))
  );
  dialog.body.append(made);
  wire(made, send);
  made.querySelector("input, select, textarea").focus();
}

/** The input of a field, by name. @param {HTMLFormElement} form @param {string} name */
export const input = (form, name) => one(`[name="${CSS.escape(name)}"]`, form);
