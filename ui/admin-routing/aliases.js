// Aliases: the list with their targets, one of them, or a new one.

import { get, remove } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { monthOf } from "/ui/shared/figures.js";
import { money, percent, tokens } from "/ui/shared/format.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, facts, heading, present, sourceMark } from "/ui/shared/views.js";
import { aliasForm, strategyWord } from "./form.js";
import { conditionWords, requireWords } from "./rules.js";
import { look, outNote, standing, standingTag, targetTable, watch } from "./targets.js";

const HOME = "/admin/api/models";
const LIST = ["/admin/routing", "Models and routing"];

/**
 * @typedef {{alias: string, type: string, deployments: import("./targets.js").Deployment[], context_window?: number,
 *   max_output_tokens?: number, modalities: string[], supports_tools: boolean, price?: Record<string, any>,
 *   expose_reasoning: boolean, enabled: boolean, metadata: Record<string, string>, routing: Record<string, any>,
 *   source: string}} Alias
 */

const path = (alias) => `${HOME}/${alias.split("/").map(encodeURIComponent).join("/")}`;

/** @param {Alias} alias */
const open = ({ alias }) => location.assign(`?open=${encodeURIComponent(alias)}`);

/** @param {Element} place */
export async function aliasList(place) {
  await present(place, look, (first) => {
    let sight = first;
    const out = h("div");
    const list = table({
      caption: "Model aliases",
      stacked: true,
      columns: columns(() => sight),
      sort: "alias",
      filters: [{ name: "q", label: "Search aliases, backends, models", type: "search" }],
      load: async (params, signal) => pick((await get(HOME, { signal })).data, params, {
        text: ({ alias, type, deployments }) => `${alias} ${type} ${deployments.map(({ backend, model }) => `${backend}/${model}`).join(" ")}`,
        by: { alias: ({ alias }) => alias, type: ({ type }) => type, state: (alias) => served(alias, sight).share },
      }),
      empty: {
        title: "No aliases yet",
        text: "Models of backends can be called by their own names. An alias is a name that stays while what serves it changes.",
        act: h("a", { class: "button button-main", href: "?new" }, "Add an alias"),
      },
    });
    const show = (next) => {
      sight = next;
      out.replaceChildren(...[outNote(sight, async () => show(await look()))].filter(Boolean));
      list.reload();
    };
    let known = JSON.stringify([...first.backends.values()].map(state));
    out.replaceChildren(...[outNote(sight, async () => show(await look()))].filter(Boolean));
    watch((next) => {
      const now = JSON.stringify([[...next.backends.values()].map(state), next.out]);
      if (now !== known) {
        known = now;
        show(next);
      }
    });
    return [out, list.element];
  });
}

/** What of a backend is shown in the list. */
const state = ({ name, status, enabled, resting }) => [name, status, enabled, resting];

function columns(sight) {
  return [
    { name: "alias", title: "Alias", head: true, sortable: true, cell: nameCell },
    { name: "state", title: "State", sortable: true, cell: (alias) => servedTag(alias, sight()) },
    { name: "targets", title: "Targets", cell: ({ deployments }) => targetLines(deployments, sight()) },
    { name: "strategy", title: "Chosen by", cell: ({ routing }) => strategyWord(routing.strategy) },
    { name: "fallbacks", title: "Then", cell: ({ routing }) => routing.fallbacks.join(", ") },
    { name: "context", title: "Context", number: true, cell: ({ context_window: window }) => tokens(window) },
    { name: "input", title: "In / 1M", number: true, cell: ({ price }) => money(price?.input) },
    { name: "output", title: "Out / 1M", number: true, cell: ({ price }) => money(price?.output) },
    { name: "type", title: "Type", sortable: true },
  ];
}

/** @param {Alias} alias */
const nameCell = (alias) => h("span", { class: "names" },
  h("a", { href: `?open=${encodeURIComponent(alias.alias)}` }, alias.alias), sourceMark(alias),
  !alias.enabled && h("span", { class: "tag tag-warn" }, "switched off"));

const targetLines = (deployments, sight) => h("ul", { class: "routing-lines" },
  deployments.toSorted((a, b) => a.order - b.order).map((target) => {
    const { mood, word } = standing(sight, target);
    return h("li", null, h("span", { class: `dot dot-${mood || "none"}`, role: "img", "aria-label": word, title: word }),
      " ", h("code", null, `${target.backend}/${target.model}`),
      target.weight !== 100 && h("span", { class: "hint" }, ` ${target.weight}`));
  }));

/** How many targets take calls. @param {Alias} alias */
function served({ enabled, deployments }, sight) {
  const well = deployments.filter((target) => !["warn", "bad"].includes(standing(sight, target).mood)).length;
  return { well, all: deployments.length, share: enabled ? well / deployments.length : -1 };
}

function servedTag(alias, sight) {
  const { well, all } = served(alias, sight);
  const mood = { [all]: "good", 0: "bad" }[well] ?? "warn";
  return all === 1
    ? standingTag(sight, alias.deployments[0])
    : h("span", { class: `tag tag-${mood}` }, `${well} of ${all} take calls`);
}

/** @param {Element} place */
export function newAlias(place) {
  heading({ back: LIST, title: "Add an alias" });
  present(place, look, ({ backends }) => card("A new one", aliasForm({ backends: [...backends.keys()], saved: open })));
}

/** @param {Element} place @param {string} name */
export function oneAlias(place, name) {
  const load = () => Promise.all([get(path(name)), look()]);
  present(place, load, ([alias, sight]) => {
    const targets = h("div");
    const show = (next) => targets.replaceChildren(...[
      targetTable(alias.deployments, next, async () => show(await look())),
    ]);
    show(sight);
    watch((next) => targets.contains(document.activeElement) || show(next));
    heading({
      back: LIST, title: alias.alias, marks: [sourceMark(alias), !alias.enabled && h("span", { class: "tag tag-warn" }, "switched off")],
      acts: [
        h("a", { class: "button", href: `?tab=explain&model=${encodeURIComponent(alias.alias)}` }, "Explain a call"),
        alias.source === "admin" && deleteButton(alias),
      ].filter(Boolean),
    });
    return [
      alias.source !== "admin" && h("p", { class: "note" },
        `This alias comes from the ${alias.source === "config" ? "configuration" : alias.source}. `
        + "What is saved here lies on top of it until it is deleted."),
      card("Targets", targets),
      card("How one is chosen", chosenBy(alias)),
      card("Change it", aliasForm({ backends: [...sight.backends.keys()], alias, saved: () => {
        toast(`${name} is saved.`);
        oneAlias(place, name);
      } })),
    ];
  });
}

/** @param {Alias} alias */
function chosenBy({ alias, routing, price }) {
  const { strategy, sticky_by: by, fallbacks, rules, require: bounds, experiment, hedge, attempts, semantic_cache: semantic, shadow } = routing;
  const isBound = Object.keys(bounds).length > 0;
  return facts([
    ["Strategy", strategyWord(strategy) + (by ? `, by ${by}` : "")],
    ["Fallbacks", fallbacks.length ? fallbacks.join(", then ") : "none"],
    ["Rules", rules.length > 0 && h("ul", { class: "routing-lines" }, rules.map(({ name, when, use, require: asked }) => h("li", null,
      h("strong", null, name), `: ${conditionWords(when)}`, use && ` → ${use}`, requireWords(asked) && `, requires ${requireWords(asked)}`)))],
    ["Requires", isBound && requireWords(bounds)],
    ["Experiment", experiment && `${experiment.name}: ${experiment.buckets.map(({ name, share, use }) =>
      `${name} ${share}${use ? ` → ${use}` : ""}`).join(", ")}`],
    ["Hedge", hedge && (hedge.after_ms ? `after ${hedge.after_ms} ms` : "when slower than usual")],
    ["Most attempts", attempts],
    ["Kept answers", semantic && `also to who asks nearly the same: ${semantic.model}, from ${semantic.threshold}, for each ${semantic.sharing}`],
    ["Shadow", shadow && `${shadow.percent} % of the calls to ${shadow.use} too, ${shadow.most} at once, paid by the ${shadow.payer}`],
    ["This month", monthOf(`/admin/api/usage/summary?model=${encodeURIComponent(alias)}`,
      `/admin/usage?period=month&model=${encodeURIComponent(alias)}`)],
    ["Prompt caches", promptCache(alias)],
    ["Price", price ? `${money(price.input)} in, ${money(price.output)} out for 1M tokens` : "that of the upstream model"],
  ]);
}

/** What providers' prompt caches saved; comes in after the page, and stays out when nothing was cached. @param {string} alias */
function promptCache(alias) {
  const place = h("span", { class: "hint" }, "…");
  get("/admin/api/cache/prompts").then(({ data }) => {
    const seen = data.find(({ model }) => model === alias);
    place.replaceChildren(seen
      ? `${percent(seen.cached_tokens / seen.prompt_tokens)} of what was read in 30 days, ${money(seen.saved_usd)} saved`
      : "nothing came from them in 30 days");
  }, () => place.replaceChildren("unknown"));
  return place;
}

/** @param {Alias} alias */
function deleteButton({ alias }) {
  return actButton("Delete", async () => {
    const sure = await confirm({
      title: `Delete the alias ${alias}?`,
      text: "Where the configuration has an alias of this name, that one holds again. Otherwise calls that name it are refused with "
        + "404 at once, and fallbacks and rules that name it lead nowhere.",
      act: "Delete the alias",
      typed: alias,
    });
    if (sure) {
      await remove(path(alias));
      location.assign(LIST[0]);
    }
  }, { look: "danger" });
}
