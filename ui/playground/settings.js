// What a conversation is had with: form, model, key, system prompt, parameters, tools.

import { select, toggle } from "/ui/shared/choices.js";
import { h } from "/ui/shared/dom.js";
import { field } from "/ui/shared/form.js";
import { tokens } from "/ui/shared/format.js";
import { setQuery } from "/ui/shared/paths.js";
import { abilities, healthTag, priceWords } from "/ui/shared/reachable.js";
import { FORMS } from "./forms.js";

/** No name of a model has a blank. */
const OTHER = "another name";

const SAMPLE = JSON.stringify([{
  type: "function",
  function: {
    name: "weather",
    description: "The weather of a place",
    parameters: { type: "object", properties: { place: { type: "string" } }, required: ["place"] },
  },
}], null, 2);

/** @typedef {import("/ui/shared/reachable.js").Reachable} Reachable */
/** @typedef {import("./paying.js").Way} Way */

/**
 * @param {{models: Reachable[], ways: Way[], form: string, model: string}} parts form, model: to begin with
 */
export function settings({ models, ways, form, model }) {
  const known = models.some(({ id }) => id === model);
  const first = known ? model : (model ? OTHER : models[0]?.id ?? OTHER);
  const named = select({ name: "model", required: true }, [...models.map(({ id }) => [id, id]), [OTHER, "Another name"]], first);
  const other = field("Name of the model", h("input", {
    name: "other", required: true, autocomplete: "off", spellcheck: "false", maxlength: 256, value: known ? "" : model,
  }));
  const about = h("p", { class: "hint about-model", role: "status" });
  const payer = select({ name: "way", required: true }, ways.map(({ value, label }) => [value, label]));
  const typed = field("Key", h("input", { name: "typed", required: true, type: "password", autocomplete: "off", spellcheck: "false" }));

  const chosenModel = () => models.find(({ id }) => id === named.value);
  const way = () => ways.find(({ value }) => value === payer.value) ?? ways.at(-1);
  const name = () => (named.value === OTHER ? one(other).value.trim() : named.value);

  function adapt() {
    reveal(other, named.value === OTHER);
    about.replaceChildren(...aboutModel(chosenModel()));
    setQuery({ model: name() });
  }

  /** Only keys that reach the model can pay for it. */
  function offerWays() {
    const reached = chosenModel()?.profiles.map(({ id }) => id);
    for (const option of payer.options) {
      const { profile } = ways.find(({ value }) => value === option.value);
      option.disabled = Boolean(reached && profile && !reached.includes(profile));
    }
    if (payer.selectedOptions[0]?.disabled) {
      payer.value = [...payer.options].find((option) => !option.disabled).value;
    }
    reveal(typed, way().kind === "typed");
  }

  const change = () => {
    adapt();
    offerWays();
  };
  named.addEventListener("change", change);
  one(other).addEventListener("change", adapt);
  payer.addEventListener("change", offerWays);
  change();

  const element = h("section", { class: "card play-settings" },
    h("h2", { class: "out-of-sight" }, "Settings"),
    modes(form),
    field("Model", named), other, about,
    field("Paid with", payer, { hint: "A key stays in the memory of this page; one made here ends when you leave." }), typed,
    ways.length === 1 && h("p", { class: "hint" }, "With a ", h("a", { href: "/profiles" }, "backend profile"),
      " whose policies you accepted, a key is made here for you."),
    field("System prompt", h("textarea", { name: "system", rows: 3 })),
    more("Parameters",
      field("Temperature", h("input", { name: "temperature", type: "number", min: 0, max: 2, step: "any" })),
      field("Longest answer, in tokens", h("input", { name: "cap", type: "number", min: 1, step: 1 })),
      toggle({ name: "stream", label: "Show the answer while it comes", checked: true }),
      field("Further fields", h("textarea", { name: "more", rows: 3, spellcheck: "false", class: "mono", placeholder: '{"top_p": 0.9}' }),
        { hint: "A JSON object; its members are added to the request." })),
    more("Tools",
      field("Definitions", h("textarea", { name: "tools", rows: 8, spellcheck: "false", class: "mono" }),
        { hint: "A JSON list. When the model calls one, you answer by hand." }),
      sampleButton()));
  return { element, model: chosenModel, name, way };
}

/** @param {HTMLElement} part */
const one = (part) => /** @type {HTMLInputElement} */ (part.querySelector("input"));

/** A field that is not seen is not asked for either. */
function reveal(part, shown) {
  part.hidden = !shown;
  one(part).disabled = !shown;
}

const modes = (word) => h("fieldset", { class: "play-modes" },
  h("legend", { class: "out-of-sight" }, "How to ask"),
  FORMS.map((form, at) => h("label", null,
    h("input", {
      type: "radio", name: "form", value: form.word, checked: form.word === word || (at === 0 && FORMS.every((one) => one.word !== word)),
      onchange: () => setQuery({ mode: at ? form.word : null }),
    }),
    h("span", null, form.title))));

const more = (title, ...content) => h("details", { class: "play-more" }, h("summary", null, title), h("div", null, content));

function sampleButton() {
  const button = h("button", { type: "button", class: "button button-small" }, "Fill in an example");
  button.addEventListener("click", () => {
    const place = button.closest("details").querySelector("textarea");
    place.value ||= SAMPLE;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.focus();
  });
  return h("div", null, button);
}

/** @param {Reachable | undefined} model */
function aboutModel(model) {
  if (!model) {
    return ["Any name the key may use, such as an alias or ", h("code", null, "backend/model"), "."];
  }
  const window = model.context_window;
  const words = [priceWords(model), window && `${tokens(window)} context`, ...abilities(model)].filter(Boolean);
  return [healthTag(model), " ", words.join(" · ")];
}

/**
 * Problems of what was typed as JSON, by field.
 *
 * @param {Record<string, any>} values
 */
export function problems({ tools, more }) {
  return { tools: jsonProblem(tools, Array.isArray, "a list: [ ... ]"), more: jsonProblem(more, isObject, "an object: { ... }") };
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function jsonProblem(text, isRight, wanted) {
  if (!text) {
    return "";
  }
  try {
    return isRight(JSON.parse(text)) ? "" : `This is JSON, but not ${wanted}`;
  } catch (error) {
    return `This is no JSON: ${error.message}`;
  }
}

/**
 * What the fields say, for a request.
 *
 * @param {Record<string, any>} values of the form, without problems
 * @param {string} model
 * @returns {{form: import("./forms.js").Form, wishes: import("./forms.js").Wishes}}
 */
export function asked(values, model) {
  return {
    form: FORMS.find(({ word }) => word === values.form) ?? FORMS[0],
    wishes: {
      model,
      system: values.system,
      temperature: values.temperature,
      cap: values.cap,
      stream: values.stream,
      tools: values.tools ? JSON.parse(values.tools) : [],
      more: values.more ? JSON.parse(values.more) : {},
    },
  };
}
