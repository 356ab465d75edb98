// Alerts: what was said to whom, how that went, and whether it would arrive now.

import { h, one } from "/ui/shared/dom.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { card } from "/ui/shared/views.js";
import { testForm } from "./test.js";

/**
 * @typedef {{at: string, way: string, target: string, attempt: number, success: boolean, error?: string}} Attempt
 * @typedef {{way: string, target: string, due_at: string}} Pending
 * @typedef {{id: string, at: string, kind: string, level: string, title: string, tenant?: string,
 *   facts: Record<string, string>, attempts: Attempt[], pending: Pending[]}} Alert
 */

const LOOKS = { warning: "tag-warn", exceeded: "tag-bad" };

const list = table({
  caption: "Alerts, newest first",
  stacked: true,
  columns: [
    { name: "title", title: "What", head: true, cell: what },
    { name: "level", title: "Level", cell: level },
    { name: "at", title: "When", cell: ({ at }) => h("time", { datetime: at, title: dateTime(at) }, ago(at)) },
    { name: "told", title: "Who was told", cell: told },
  ],
  filters: [
    { name: "kind", label: "About", type: "select",
      options: [["", "Everything"], ["limit", "Limits"], ["forecast", "Forecasts"], ["provider", "Backends"], ["summary", "Summaries"], ["test", "Tests"]] },
    { name: "level", label: "Level", type: "select",
      options: [["", "Every level"], ["warning", "Warning"], ["exceeded", "Exceeded"]] },
    { name: "outcome", label: "How telling went", type: "select",
      options: [["", "However it went"], ["failed", "An attempt failed"]] },
  ],
  load: (params, signal) => page("/admin/api/alerts", params, signal),
  empty: {
    title: "Nobody was told anything yet",
    text: "An alert is raised when a limit fills up or a backend does badly, and goes to whoever the settings name under alerts.",
  },
});

one("#alerts").append(card("Does it arrive?", testForm(() => list.reload())), h("div", { class: "below" }, list.element));

/** @param {Alert} alert */
function what({ title, facts }) {
  const words = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return h("span", null, title, h("span", { class: "second" }, words.join(", ")));
}

/** @param {Alert} alert */
function level({ kind, level: word }) {
  return LOOKS[word] ? h("span", { class: `tag ${LOOKS[word]}` }, word) : h("span", { class: "tag" }, kind);
}

/** The last attempt at each target says how it stands. @param {Alert} alert */
function told({ kind, attempts, pending }) {
  const last = new Map(attempts.map((attempt) => [`${attempt.way} ${attempt.target}`, attempt]));
  const waiting = pending.filter(({ way, target }) => !last.has(`${way} ${target}`));
  if (!last.size && !waiting.length) {
    return "nobody; the settings name none";
  }
  return h("ul", { class: "told" },
    [...last.values()].map((attempt) => h("li", null, outcome(attempt, kind === "test" ? "" : then(attempt, pending)))),
    waiting.map(({ target }) => h("li", null, h("span", { class: "tag" }, "waits"), " ", target)));
}

function outcome({ target, attempt, success, error }, next) {
  const tries = attempt > 1 ? `, attempt ${attempt}` : "";
  if (success) {
    return [h("span", { class: "tag tag-good" }, "told"), " ", target, tries];
  }
  return [h("span", { class: "tag tag-bad" }, "failed"), " ", target, h("span", { class: "second" }, `${error}${tries}${next}`)];
}

/** What follows a failed attempt. */
function then({ way, target }, pending) {
  const next = pending.find((other) => other.way === way && other.target === target);
  return next ? `; tried again ${ago(next.due_at)}` : "; given up";
}
