// Audit: calls over time and one by one, conversations, admin events, as the address says.

import { get } from "/ui/shared/api.js";
import { callColumns } from "/ui/shared/calls.js";
import { chart } from "/ui/shared/chart.js";
import { failure, h, one } from "/ui/shared/dom.js";
import { ago, count, dateTime } from "/ui/shared/format.js";
import { query } from "/ui/shared/paths.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { tabs } from "/ui/shared/views.js";
import { showCall } from "./call.js";

const HOME = "/admin/api/audit";

/** Milliseconds of the times that can be chosen. */
const PERIODS = { "1h": 3_600_000, "7d": 7 * 86_400_000, "30d": 30 * 86_400_000 };
const USUAL = 86_400_000;

const PERIOD = { name: "period", label: "Time", type: "select",
  options: [["", "Last 24 hours"], ["1h", "Last hour"], ["7d", "Last 7 days"], ["30d", "Last 30 days"]] };

/**
 * @typedef {{thread: string, first_at: string, last_at: string, calls: number, failures: number, principal?: string,
 *   model?: string}} Thread
 * @typedef {{id: string, at: string, actor: string, action: string, resource_type: string, resource_id: string,
 *   address: string, before?: Record<string, unknown> | null, after?: Record<string, unknown> | null}} AdminEvent
 */

const place = one("#audit");
const opened = query().get("call");

if (opened) {
  showCall(place, opened);
} else {
  const views = tabs("Views of the audit trail", [["calls", "Calls"], ["threads", "Conversations"], ["events", "Admin events"]]);
  place.append(views.element, { calls, threads, events }[views.current]());
}

/** What a table asks for, with the chosen time as moments. @param {URLSearchParams} params */
function within(params) {
  const asked = new URLSearchParams(params);
  asked.delete("period");
  asked.set("from", new Date(Date.now() - (PERIODS[params.get("period")] ?? USUAL)).toISOString());
  return asked;
}

function calls() {
  const bars = h("div", { class: "audit-bars" });
  const file = h("a", { download: true }, "Take these calls away as a file");
  const list = table({
    caption: "Calls, newest first",
    stacked: true,
    columns: callColumns((id) => `?call=${encodeURIComponent(id)}`),
    filters: [
      PERIOD,
      { name: "principal", label: "Who", type: "search" },
      { name: "user", label: "User id", type: "search" },
      { name: "key", label: "Key id", type: "search" },
      { name: "model", label: "Model", type: "search" },
      { name: "backend", label: "Backend", type: "search" },
      { name: "thread", label: "Conversation", type: "search" },
      { name: "success", label: "Outcome", type: "select", options: [["", "However it ended"], ["true", "Went well"], ["false", "Failed"]] },
    ],
    load: (params, signal) => {
      const asked = within(params);
      file.href = `${HOME}/export?of=calls&${asked}`;
      histogram(bars, asked);
      return page(`${HOME}/search`, asked, signal);
    },
    empty: { title: "No calls in this time", text: "Calls show up here a few seconds after their answer." },
  });
  return h("div", null, bars, h("div", { class: "audit-list" }, h("p", null, file), list.element));
}

async function histogram(place, asked) {
  const params = new URLSearchParams([...asked].filter(([name]) => name !== "after"));
  try {
    const { bars, source } = await get(`${HOME}/histogram?${params}`);
    place.replaceChildren(h("section", { class: "card" },
      h("h2", null, "Calls over time"),
      chart({
        title: "Calls over time",
        kind: "bar",
        labels: bars.map(({ start }) => dateTime(start).slice("2026-".length)),
        series: [
          { name: "went well", values: bars.map((bar) => bar.calls - bar.failures) },
          { name: "failed", values: bars.map((bar) => bar.failures) },
        ],
        format: count,
      }),
      h("p", { class: "second" }, source === "opensearch" ? "Read from OpenSearch." : "Read from the request log.")));
  } catch (error) {
    place.replaceChildren(failure(error, () => histogram(place, asked)));
  }
}

function threads() {
  const list = table({
    caption: "Conversations, the one with the newest call first",
    stacked: true,
    columns: [
      { name: "thread", title: "Conversation", head: true,
        cell: ({ thread }) => h("a", { href: `?thread=${encodeURIComponent(thread)}&period=30d` }, thread) },
      { name: "principal", title: "Who", cell: ({ principal }) => principal ?? "–" },
      { name: "model", title: "Model", cell: ({ model }) => model ?? "–" },
      { name: "calls", title: "Calls", number: true, cell: ({ calls: all }) => count(all) },
      { name: "failures", title: "Failed", number: true, cell: ({ failures }) => count(failures) },
      { name: "last_at", title: "Last call", cell: ({ last_at: at }) => h("time", { datetime: at, title: dateTime(at) }, ago(at)) },
    ],
    filters: [PERIOD, { name: "principal", label: "Who", type: "search" }, { name: "user", label: "User id", type: "search" }],
    load: (params, signal) => page(`${HOME}/threads`, within(params), signal),
    empty: {
      title: "No conversations in this time",
      text: "Calls belong together when clients send X-Session-Id, or a chat id of Open WebUI where key and backend profile trust it.",
    },
  });
  return h("div", { class: "audit-list" }, list.element);
}

/** What an event changed, member by member. @param {AdminEvent} event */
function changed({ before, after }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (!names.length) {
    return "–";
  }
  const said = (state, name) => (state && name in state ? JSON.stringify(state[name]) : "nothing");
  return h("details", null,
    h("summary", null, before ? after ? names.join(", ") : "taken away" : "new"),
    h("dl", { class: "facts" }, names.map((name) =>
      [h("dt", null, name), h("dd", null, before && after ? `${said(before, name)} → ${said(after, name)}` : said(before ?? after, name))])));
}

function events() {
  const file = h("a", { download: true }, "Take these events away as a file");
  const list = table({
    caption: "Admin events, newest first",
    stacked: true,
    columns: [
      { name: "at", title: "When", head: true, cell: ({ at }) => h("time", { datetime: at, title: ago(at) }, dateTime(at)) },
      { name: "actor", title: "Who", cell: ({ actor }) => actor },
      { name: "action", title: "What", cell: ({ action }) => action },
      { name: "resource", title: "Of what", cell: ({ resource_id: id }) => id || "–" },
      { name: "change", title: "Change", cell: changed },
      { name: "address", title: "From where", cell: ({ address }) => address },
    ],
    filters: [
      PERIOD,
      { name: "action", label: "What, such as key.revoke", type: "search" },
      { name: "actor", label: "User or key id", type: "search" },
      { name: "resource_id", label: "Of what", type: "search" },
    ],
    load: (params, signal) => {
      const asked = within(params);
      file.href = `${HOME}/export?of=events&${asked}`;
      return page(`${HOME}/events`, asked, signal);
    },
    empty: { title: "No admin events in this time", text: "What operators and administrators of tenants change is written down here." },
  });
  return h("div", { class: "audit-list" }, h("p", null, file), list.element);
}
