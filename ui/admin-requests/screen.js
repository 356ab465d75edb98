// Requests: every call as it ends, narrowed by filters that stand in the address; one of them told in full.

import { callColumns } from "/ui/shared/calls.js";
import { one } from "/ui/shared/dom.js";
import { follow } from "/ui/shared/live.js";
import { query, setQuery } from "/ui/shared/paths.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { showStory } from "./story.js";

const HOME = "/admin/api/requests";

/** Milliseconds between two looks for new calls. */
const EVERY = 2000;

/** Milliseconds back that are looked through for new calls; a call that takes longer shows up with the next one. */
const LATELY = 900_000;

/** Milliseconds of the times that can be chosen. */
const PERIODS = { "15m": 900_000, "1h": 3_600_000, "24h": 86_400_000, "7d": 7 * 86_400_000 };

const filters = [
  { name: "period", label: "Time", type: "select",
    options: [["", "Any time"], ["15m", "Last 15 minutes"], ["1h", "Last hour"], ["24h", "Last 24 hours"], ["7d", "Last 7 days"]] },
  { name: "success", label: "Outcome", type: "select", options: [["", "However it ended"], ["true", "Went well"], ["false", "Failed"]] },
  { name: "status", label: "Status", type: "select",
    options: [["", "Every status"], ...["200", "400", "401", "403", "404", "429", "499", "500", "502", "503", "504"].map((code) => [code, code])] },
  { name: "method", label: "Method", type: "select", options: [["", "Every method"], ...["POST", "GET", "DELETE"].map((word) => [word, word])] },
  { name: "min_ms", label: "Speed", type: "select",
    options: [["", "However long"], ["1000", "1 s or longer"], ["10000", "10 s or longer"], ["60000", "1 min or longer"]] },
  { name: "min_cost", label: "Cost", type: "select",
    options: [["", "Whatever it cost"], ["0.01", "$0.01 or more"], ["0.1", "$0.10 or more"], ["1", "$1 or more"]] },
  { name: "principal", label: "Who", type: "search" },
  { name: "model", label: "Model", type: "search" },
  { name: "backend", label: "Backend", type: "search" },
  { name: "key", label: "Key id", type: "search" },
  { name: "user", label: "User id", type: "search" },
  { name: "backend_profile", label: "Backend profile id", type: "search" },
  { name: "endpoint", label: "Path", type: "search" },
  { name: "session", label: "Session", type: "search" },
  { name: "guardrail", label: "Changed or stopped by guardrail", type: "search" },
];

const place = one("#requests");
const switched = one("#live");
function list() {
  let newest = null;
  const rows = table({
    caption: "Calls, newest first",
    stacked: true,
    columns: callColumns((id) => `?call=${encodeURIComponent(id)}`),
    filters,
    load: async (params, signal) => {
      const found = await page(HOME, within(params), signal);
      if (!params.get("after")) {
        newest = found.rows[0]?.id ?? null;
      }
      return found;
    },
    empty: { title: "No calls yet", text: "Calls show up here within a second of their answer." },
  });
  place.replaceChildren(rows.element);
  follow({
    poll: () => `${HOME}?limit=1&${lately(asked())}`,
    every: EVERY,
    // Older pages stay as they are; only the first one grows.
    onData: ({ data: [call] }) => isLive() && !query().get("after") && call && call.id !== newest && rows.reload(),
  });
  switched.addEventListener("click", () => {
    setQuery({ live: isLive() ? "off" : null });
    showLive();
  });
  addEventListener("popstate", showLive);
  showLive();
}

const isLive = () => query().get("live") !== "off";

function showLive() {
  switched.setAttribute("aria-pressed", String(isLive()));
}

/** The filters of the address as the server knows them. */
function asked() {
  const names = filters.map(({ name }) => name);
  return within(new URLSearchParams([...query()].filter(([name]) => names.includes(name))));
}

/** The chosen time as a moment. @param {URLSearchParams} params */
function within(params) {
  const all = new URLSearchParams(params);
  const time = PERIODS[all.get("period")];
  all.delete("period");
  time && all.set("from", new Date(Date.now() - time).toISOString());
  return all;
}

/** New calls are of the last minutes: nothing older is looked through again and again. @param {URLSearchParams} all */
function lately(all) {
  const since = new Date(Date.now() - LATELY).toISOString();
  if (!all.has("from") || all.get("from") < since) {
    all.set("from", since);
  }
  return all;
}

const opened = query().get("call");
if (opened) {
  showStory(place, opened);
} else {
  list();
}
