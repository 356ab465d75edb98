// Usage over time and by group, with its whole state in the address.

import { get } from "./api.js";
import { chart } from "./chart.js";
import { select } from "./choices.js";
import { empty, failure, h, skeleton } from "./dom.js";
import { FIGURES, cost, figureCards, prompt } from "./figures.js";
import { count, percent, tokens } from "./format.js";
import { query, setQuery, withQuery } from "./paths.js";
import { part } from "./views.js";

/** What usage can be divided by, in words. */
export const DIMENSIONS = {
  model: "Model", key: "Key", user: "User", tenant: "Tenant", project: "Project", backend_profile: "Backend profile",
  backend: "Backend", provider: "Provider", upstream_model: "Upstream model", operation: "Operation",
  status: "Status", principal: "Caller", end_user: "End user",
};

const PERIODS = [["", "30 days"], ["today", "Today"], ["yesterday", "Yesterday"], ["7d", "7 days"], ["90d", "90 days"],
  ["month", "This month"], ["last_month", "Last month"], ["custom", "From … to"]];
const STEPS = [["", "Step: automatic"], ["hour", "Hours"], ["day", "Days"], ["week", "Weeks"], ["month", "Months"]];

/** A chart has four colours. */
const LINES = 4;

/**
 * @typedef {object} Options
 * @property {string} home where the reports are
 * @property {string[]} dimensions what the reader may divide by
 * @property {string} empty what to say while nothing was used
 */

/** @param {Element} place @param {Options} options */
export function usageView(place, options) {
  const tools = h("div", { class: "table-tools", role: "search" });
  const body = h("div", { class: "usage" });
  place.replaceChildren(tools, body);
  let asking = new AbortController();

  async function load() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    tools.replaceChildren(...controls(options, change));
    body.firstChild ? body.setAttribute("aria-busy", "true") : body.replaceChildren(skeleton(10));
    try {
      const found = await ask(options, signal);
      signal.aborted || body.replaceChildren(...shown(found, options));
    } catch (error) {
      signal.aborted || body.replaceChildren(failure(error, load));
    } finally {
      signal.aborted || body.removeAttribute("aria-busy");
    }
  }

  function change(changes) {
    setQuery(changes, "push");
    load();
  }

  addEventListener("popstate", load);
  body.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      history.pushState(null, "", link.href);
      load();
    }
  });
  load();
}

const by = ({ dimensions }) => (dimensions.includes(query().get("by")) ? query().get("by") : dimensions[0]);
const figureOf = () => FIGURES[query().get("figure")] ?? FIGURES.cost;
const filters = ({ dimensions }) => dimensions.filter((name) => query().get(name)).map((name) => [name, query().get(name)]);

/** What the server is asked about: the time and the filters. */
function asked(options, more = {}) {
  const now = query();
  const isCustom = now.get("period") === "custom";
  const params = {
    ...Object.fromEntries(filters(options)),
    period: isCustom ? "" : now.get("period"),
    start: isCustom ? now.get("start") : "",
    end: isCustom ? now.get("end") : "",
    timezone: now.get("timezone"),
    ...more,
  };
  return withQuery("", params);
}

async function ask(options, signal) {
  const from = (report, more) => get(`${options.home}/${report}${asked(options, more)}`, { signal });
  const step = query().get("step");
  const [sums, groups, time, ...names] = await Promise.all([
    from("summary"),
    from("breakdown", { by: by(options), limit: 200 }),
    query().get("compare") ? from("compare", { by: by(options), step, limit: LINES }) : from("series", { step }),
    ...filters(options).map(([name]) => from("breakdown", { by: name, limit: 1 })),
  ]);
  return { sums, groups, time, names: names.map(({ groups: [group] }) => group?.label) };
}

function controls(options, change) {
  const now = query();
  const named = (name, label, list) => select(
    { "aria-label": label, onchange: ({ target }) => change({ [name]: target.value }) }, list, now.get(name) ?? "");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([now.get("timezone"), own, "UTC"])].filter(Boolean);
  const day = (name, label) => h("input", {
    type: "date", "aria-label": label, value: now.get(name), onchange: ({ target }) => change({ [name]: target.value }),
  });
  return [
    named("period", "Period", PERIODS),
    ...(now.get("period") === "custom" ? [day("start", "First day"), day("end", "Last day")] : []),
    named("timezone", "Time zone", [["", "Days of the gateway"], ...zones.map((zone) => [zone, `Days of ${zone}`])]),
    named("figure", "Figure", Object.entries(FIGURES).map(([name, { title }]) => [name === "cost" ? "" : name, title])),
    named("by", "Group by", options.dimensions.map((name, at) => [at ? name : "", `By ${DIMENSIONS[name].toLowerCase()}`])),
    named("step", "Step", STEPS),
    named("compare", "Lines", [["", "All together"], ["1", `The ${LINES} dearest side by side`]]),
  ];
}

function shown({ sums, groups, time, names }, options) {
  const chips = filters(options).map(([name, value], at) => h("a", {
    class: "tag tag-accent", "data-filter": true, href: withQuery(location.search, { [name]: "" }) || location.pathname,
    "aria-label": `Without ${DIMENSIONS[name]} ${names[at] ?? value}`,
  }, `${DIMENSIONS[name]}: ${names[at] ?? value} ×`));
  const head = [
    chips.length && h("p", { class: "names" }, chips),
    h("p", { class: "hint" }, `${day(sums.from, sums.timezone)} to ${day(sums.to, sums.timezone, 1)}, in days of ${sums.timezone}`),
  ];
  if (!sums.total.calls) {
    return [...head, empty("Nothing was used in this time", options.empty)].filter(Boolean);
  }
  return [...head, figureCards(sums.total, sums.before), drawn(time), grouped(groups, options)].filter(Boolean);
}

/** The day of a moment in a zone; one that is excluded belongs to the day before. */
function day(moment, zone, excluded = 0) {
  return new Date(Date.parse(moment) - excluded).toLocaleDateString("en-CA", { timeZone: zone });
}

function drawn(time) {
  const { title, kind, value, format } = figureOf();
  const lines = time.lines ?? [{ total: { name: title }, points: time.points }];
  const series = lines.map(({ total, points }) => ({
    name: total.label ?? (total.name || "none"), values: points.map(({ used }) => value(used)),
  }));
  const labels = (lines[0]?.points ?? []).map(({ label }) => (time.step === "hour" ? hour(label) : label));
  return h("section", { class: "card" }, h("h2", null, `${title} by ${time.step}`), chart({ title, kind, labels, series, format }));
}

/** `2026-11-21T14:00+01:00` as `11-21 14:00`. */
const hour = (label) => label.slice("2026-".length, "2026-11-21T14:00".length).replace("T", " ");

function grouped({ groups, total }, options) {
  const dimension = by(options);
  const title = `By ${DIMENSIONS[dimension].toLowerCase()}`;
  const file = (report, more) => `${options.home}/${report}${asked(options, { ...more, format: "csv" })}`;
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", null, title),
      h("span", null,
        h("a", { href: file("breakdown", { by: dimension, limit: 1000 }), download: true }, "Groups as CSV"), " · ",
        h("a", { href: file("series", { step: query().get("step") }), download: true }, "Series as CSV"))),
    h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": title },
      h("table", null,
        h("caption", { class: "out-of-sight" }, title),
        h("thead", null, h("tr", null,
          h("th", { scope: "col" }, DIMENSIONS[dimension]),
          ["Cost", "Share", "Calls", "Errors", "Tokens in", "Tokens out"].map((name) =>
            h("th", { scope: "col", class: "number" }, name)))),
        h("tbody", null, groups.map((used) => row(used, dimension, total))))));
}

function row(used, dimension, total) {
  const share = Number(total.cost_usd) ? Number(used.cost_usd) / Number(total.cost_usd) : used.calls / total.calls;
  const only = withQuery(location.search, { [dimension]: used.name });
  return h("tr", null,
    h("th", { scope: "row" },
      used.name ? h("a", { href: only, "data-filter": true }, used.label ?? used.name) : "none",
      used.label && h("span", { class: "second mono" }, used.name)),
    h("td", { class: "number" }, cost(used), used.unknown_cost_calls > 0
      && h("span", { class: "second" }, `${count(used.unknown_cost_calls)} unpriced`)),
    h("td", { class: "number" }, percent(share), part(share)),
    h("td", { class: "number" }, count(used.calls)),
    h("td", { class: "number" }, count(used.errors)),
    h("td", { class: "number" }, tokens(prompt(used))),
    h("td", { class: "number" }, tokens(used.output_tokens)));
}
