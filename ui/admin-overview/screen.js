// Overview: what was called in the last hour or day, how fast, for how much, who is here, and what is wrong now.

import { get } from "/ui/shared/api.js";
import { chart } from "/ui/shared/chart.js";
import { failure, h, one, skeleton } from "/ui/shared/dom.js";
import { cost, figureCards, prompt } from "/ui/shared/figures.js";
import { count, dateTime, duration, percent, tokens } from "/ui/shared/format.js";
import { follow } from "/ui/shared/live.js";
import { query, setQuery } from "/ui/shared/paths.js";
import { card, facts, state } from "/ui/shared/views.js";

/** Milliseconds between two looks. */
const EVERY = 5000;

const PERIODS = [["1h", "Last hour"], ["24h", "Last 24 hours"]];

const place = one("#overview");
const fresh = one("#fresh");
const head = h("nav", { class: "views", "aria-label": "Time" });
const wrong = h("div", { role: "status" });
const body = h("div", { class: "overview" }, skeleton(10));
place.replaceChildren(head, wrong, body);

let stop = () => {};

const period = () => (query().get("period") === "24h" ? "24h" : "1h");

function begin() {
  stop();
  head.replaceChildren(...PERIODS.map(([value, title]) =>
    h("a", { href: `?period=${value}`, "aria-current": value === period() ? "page" : null, onclick: choose(value) }, title)));
  stop = follow({ poll: () => `/admin/api/overview?period=${period()}`, every: EVERY, onData: show, onError: fail });
}

const choose = (value) => (event) => {
  if (!event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    setQuery({ period: value }, "push");
    begin();
  }
};

function show(seen) {
  fresh.textContent = `As of ${new Date(seen.to).toLocaleTimeString("en-GB")}. An hour is looked at anew every 5 seconds, a day every 2 minutes.`;
  body.replaceChildren(
    figureCards(seen.total),
    h("div", { class: "cards" }, speed("A call", seen.speed.median_us, seen.speed.slow_us),
      speed("First byte of a stream", seen.speed.first_byte_median_us, seen.speed.first_byte_slow_us), running(seen.now)),
    card("Calls over time", bars(seen.bars)),
    h("div", { class: "overview-groups" },
      groups("Models", "model", seen.models), groups("Backends", "backend", seen.backends), groups("Tenants", "tenant", seen.tenants)),
    h("div", { class: "overview-groups" }, card("People today", people(seen.now)), card("What waits", queues(seen.now))));
  troubles(seen.now);
}

/** What was seen last stays. */
function fail(error) {
  if (body.querySelector(".skeleton")) {
    body.replaceChildren(failure(error, begin));
  }
  fresh.textContent = `It could not be asked: ${error.message}`;
}

const micros = (time) => (time === null || time === undefined ? "–" : duration(time / 1000));

const speed = (title, median, slow) => h("section", { class: "card" },
  h("h2", null, title), h("div", { class: "figure" }, micros(median)), h("p", { class: "hint" }, `half of them; 95 of 100 within ${micros(slow)}`));

const running = ({ calls_in_flight: calls }) => h("section", { class: "card" },
  h("h2", null, "Running now"), h("div", { class: "figure" }, count(calls)), h("p", { class: "hint" }, "requests, on all instances"));

const bars = (all) => chart({
  title: "Calls over time",
  kind: "bar",
  labels: all.map(({ start }) => dateTime(start).slice("2026-11-21 ".length)),
  series: [
    { name: "went well", values: all.map(({ calls, failures }) => calls - failures) },
    { name: "failed", values: all.map(({ failures }) => failures) },
  ],
  format: count,
});

/** @param {string} title @param {"model" | "backend" | "tenant"} by @param {import("/ui/shared/figures.js").Used[]} all */
function groups(title, by, all) {
  if (!all.length) {
    return card(title, h("p", null, "No calls in this time."));
  }
  const numbers = ["Calls", "Failed", "Tokens", "Cost", "Time", "First token"];
  return card(title, h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": title }, h("table", null,
    h("thead", null, h("tr", null, h("th", { scope: "col" }, title.slice(0, -1)), numbers.map((name) => h("th", { scope: "col", class: "number" }, name)))),
    h("tbody", null, all.map((used) => group(by, used))))));
}

function group(by, used) {
  const cells = [count(used.calls), percent(used.calls ? used.errors / used.calls : null), tokens(prompt(used) + used.output_tokens),
    cost(used), duration(used.latency_ms), duration(used.first_token_ms)];
  return h("tr", null,
    h("th", { scope: "row" }, used.name ? h("a", { href: address(by, used.name) }, used.label ?? used.name) : "none"),
    cells.map((cell) => h("td", { class: "number" }, cell)));
}

/** Calls can be listed by model and backend; what a tenant used is in the reports. */
function address(by, name) {
  const only = new URLSearchParams({ [by]: name });
  return by === "tenant" ? `/admin/usage?${only}` : `/admin/requests?${only}`;
}

const people = ({ gateway_users: gateway, open_webui_users: webui, users, portal_users: portal }) => facts([
  ["Called the gateway", count(gateway)],
  ["Used Open WebUI", count(webui)],
  ["One or the other", count(users)],
  ["Used this portal", count(portal)],
]);

const NAMES = { request_log: "Rows of the request log", usage_record: "Rows of usage", attempt: "Attempts", request_content: "Bodies",
  guardrail_run: "Runs of guardrails", audit: "Audit events on disk", export_file: "Calls for the file", export_bucket: "Calls for the bucket",
  export_webhook: "Calls for the webhook", export_kafka: "Calls for Kafka", export_otlp: "Calls for the collector" };

const queues = ({ queues: all }) => facts(Object.entries(all).map(([name, waiting]) => [NAMES[name] ?? name, count(waiting)]));

/** What operators should look at first; nothing while all is well. */
async function troubles({ lost }) {
  const lines = lost > 0 ? [h("li", null, `${count(lost)} rows, events, exports or log lines were lost since this instance started.`)] : [];
  try {
    const { components } = await get("/admin/api/status");
    for (const { name, status, detail } of components.filter(({ status: word }) => word === "down")) {
      lines.push(h("li", null, state(status), ` ${name}: ${detail}`));
    }
  } catch (error) {
    lines.push(h("li", null, `The state could not be asked: ${error.message}`));
  }
  wrong.replaceChildren(...(lines.length
    ? [h("div", { class: "note note-bad" }, h("strong", null, "Wrong now"), h("ul", { class: "story-list" }, lines), h("a", { href: "/admin/status" }, "Status"))]
    : []));
}

addEventListener("popstate", begin);
begin();
