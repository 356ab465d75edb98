// Prices of upstream models: what holds now and since when, set and taken back.

import { get, put, remove } from "/ui/shared/api.js";
import { confirm, stage } from "/ui/shared/dialog.js";
import { failure, h, skeleton, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { dateTime, money } from "/ui/shared/format.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, sourceMark } from "/ui/shared/views.js";

const HOME = "/admin/api/prices";

/** Rows shown at once; the search finds the others. */
const MOST = 100;

/** @typedef {{kind: string, model: string, price: Record<string, any>, source: string}} Priced */

/** @param {Element} place */
export function priceView(place) {
  const list = table({
    caption: "Prices",
    stacked: true,
    columns: [
      { name: "model", title: "Model", head: true, sortable: true, cell: ({ model }) => h("code", null, model) },
      { name: "kind", title: "Kind", sortable: true },
      { name: "input", title: "In / 1M", number: true, sortable: true, cell: ({ price }) => money(price.input) },
      { name: "output", title: "Out / 1M", number: true, sortable: true, cell: ({ price }) => money(price.output) },
      { name: "cached", title: "Cached / 1M", number: true, cell: ({ price }) => money(price.cached_input) },
      { name: "source", title: "From", sortable: true, cell: (priced) => sourceMark(priced) ?? "here" },
      { name: "act", title: "", cell: (priced) => acts(priced, () => list.reload()) },
    ],
    sort: "kind",
    filters: [{ name: "q", label: "Search models", type: "search" }],
    load: async (params, signal) => {
      const { rows } = pick((await get(HOME, { signal })).data, params, {
        text: ({ kind, model }) => `${kind} ${model}`,
        by: {
          kind: ({ kind, model }) => `${kind} ${model}`, model: ({ model }) => model, source: ({ source }) => source,
          input: ({ price }) => Number(price.input), output: ({ price }) => Number(price.output),
        },
      });
      return { rows: rows.slice(0, MOST), total: rows.length };
    },
    empty: { title: "No prices are known", text: "Without a price the cost of a call is unknown, which is not zero. Set the first one below." },
  });
  place.append(list.element, card("Set a price", priceForm(() => list.reload())));
}

const path = ({ kind, model }) => `${HOME}/${encodeURIComponent(kind)}/${model.split("/").map(encodeURIComponent).join("/")}`;

/** @param {Priced} priced */
function acts(priced, changed) {
  return h("span", { class: "names" },
    actButton("History", () => history(priced), { small: "small", name: `History of ${priced.model}` }),
    priced.source === "admin" && actButton("Take back", async () => {
      const sure = await confirm({
        title: `Take back the price of ${priced.model}?`,
        text: "The configured or bundled price holds again from now on; without one the cost of calls is unknown.",
        act: "Take the price back",
      });
      if (sure) {
        await remove(path(priced));
        changed();
      }
    }, { small: "small", name: `Take back the price of ${priced.model}` }));
}

/** @param {Priced} priced */
async function history(priced) {
  const dialog = stage(`Prices of ${priced.model}`, { wide: true });
  const close = h("div", { class: "dialog-acts" }, h("button", { type: "button", class: "button", onclick: dialog.close }, "Close"));
  const title = h("h2", null, `Prices of ${priced.model}`);
  dialog.body.replaceChildren(title, skeleton(3), close);
  try {
    const { data } = await get(path(priced));
    dialog.body.replaceChildren(title, h("ul", { class: "routing-lines" }, data.map(({ source, valid_from: from, price }) => h("li", null,
      `since ${dateTime(from)}: `, price ? `${money(price.input)} in, ${money(price.output)} out` : "taken back", ` (${source})`))), close);
  } catch (error) {
    dialog.body.replaceChildren(title, failure(error), close);
  }
}

function priceForm(changed) {
  const amount = (name, required) => h("input", {
    name, required, inputmode: "decimal", autocomplete: "off", pattern: "\\d+(\\.\\d+)?", title: "A number such as 2.50.",
  });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form form-wide" },
      h("div", { class: "form-columns" },
        field("Kind of backend", h("input", { name: "kind", required: true, autocomplete: "off", placeholder: "openai" })),
        field("Model", h("input", { name: "model", required: true, autocomplete: "off", spellcheck: "false" }),
          { hint: "Exactly what the provider calls it, or * for all without a line of their own." }),
        field("1M tokens in, in dollars", amount("input", true)),
        field("1M tokens out", amount("output", true)),
        field("1M tokens from a cache", amount("cached_input", false))),
      h("div", { class: "form-acts" }, h("button", { class: "button button-main" }, "Set the price")))
  );
  wire(form, async ({ kind, model, input, output, cached_input: cached }) => {
    await put(HOME, { kind, model, price: { price_unit: "per_1m", input, output, ...(cached && { cached_input: cached }) } });
    toast(`The price of ${model} holds from now on.`);
    changed();
  });
  return form;
}
