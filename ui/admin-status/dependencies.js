// How the gateway and everything it depends on does, while it is looked at.

import { failure, h, one, skeleton } from "/ui/shared/dom.js";
import { count, dateTime, duration } from "/ui/shared/format.js";
import { follow } from "/ui/shared/live.js";
import { state } from "/ui/shared/views.js";

/** Milliseconds between two looks. */
const EVERY = 5000;

const KINDS = { postgresql: "database", migrations: "schema", oidc: "identity provider", opensearch: "audit store" };

const fresh = one("#fresh");
/** @type {Element} */
let place;
let isShown = false;

/** @param {Element} where */
export function dependencyView(where) {
  place = where;
  place.replaceChildren(h("div", { class: "card" }, skeleton(8)));
  follow({ poll: "/admin/api/status", every: EVERY, onData: show, onError: fail });
}

/** @typedef {{name: string, kind: string, status: string, detail: string, latency_ms?: number}} Component */

function show(status) {
  isShown = true;
  fresh.classList.remove("status-old");
  fresh.textContent = `As of ${new Date().toLocaleTimeString("en-GB")}. It is asked again every ${EVERY / 1000} seconds.`;
  place.replaceChildren(head(status), table(status.components), instanceTable(status));
}

/** What was seen last stays, and says how old it is. */
function fail(error) {
  if (!isShown) {
    place.replaceChildren(failure(error));
    return;
  }
  if (!fresh.classList.contains("status-old")) {
    fresh.classList.add("status-old");
    fresh.textContent = `${fresh.textContent.split(". ")[0]}, not since: ${error.message}`;
  }
}

function head({ status, version, started_at: started, uptime_seconds: uptime, instance, instances }) {
  const isFine = status === "ok";
  const others = instances.length > 1 ? `one of ${count(instances.length)} that share the database` : "the only one";
  return h("div", { class: "cards status-head" },
    figure(isFine ? "Everything works" : "Something is down", "the gateway and what it depends on",
      isFine ? "figure-good" : "figure-bad"),
    figure(duration(uptime * 1000), `running since ${dateTime(started)}`),
    figure(version, "version"),
    figure(instance, `this instance, ${others}`, "figure-id"));
}

const figure = (text, meaning, look = "") =>
  h("section", { class: "card" }, h("div", { class: `figure ${look}` }, text), h("p", { class: "hint" }, meaning));

/** @param {Component[]} components */
function table(components) {
  const down = (component) => Number(component.status !== "down");
  const rows = [...components].sort((one, other) => down(one) - down(other));
  const caption = "What the gateway depends on";
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption },
    h("table", null,
      h("caption", { class: "out-of-sight" }, caption),
      h("thead", null, h("tr", null,
        ["Name", "State"].map((title) => h("th", { scope: "col" }, title)),
        h("th", { scope: "col", class: "number" }, "Latency"),
        h("th", { scope: "col" }, "What it is"))),
      h("tbody", null, rows.map(row))));
}

/** @typedef {{id: string, version?: string, settings?: string, changes?: number, behind: number}} Instance */

/** @param {{instance: string, instances: Instance[]}} status */
function instanceTable({ instance, instances }) {
  const own = instances.find(({ id }) => id === instance);
  const caption = "Instances that share the database";
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { id: "instances" },
      h("caption", null, caption),
      h("thead", null, h("tr", null,
        ["Instance", "Version", "Settings"].map((title) => h("th", { scope: "col" }, title)),
        h("th", { scope: "col", class: "number" }, "Changes taken over"),
        h("th", { scope: "col" }, "State"))),
      h("tbody", null, instances.map((one) => instanceRow(one, own)))));
}

/** @param {Instance} one @param {Instance | undefined} own */
function instanceRow({ id, version, settings, changes, behind }, own) {
  const others = settings !== undefined && own !== undefined && settings !== own.settings;
  const said = behind > 0 ? `${count(behind)} changes behind` : others ? "other settings" : "the same";
  return h("tr", null,
    h("th", { scope: "row", class: "status-instance" }, id, id === own?.id ? h("span", { class: "second" }, "this one") : null),
    h("td", null, version ?? "-"),
    h("td", { class: "status-instance" }, settings ?? "-"),
    h("td", { class: "number" }, changes === undefined ? "-" : count(changes)),
    h("td", { class: behind > 0 || others ? "status-old" : "" }, said));
}

/** @param {Component} component */
function row({ name, kind, status, detail, latency_ms: latency }) {
  const isBackend = kind === "backend";
  return h("tr", null,
    h("th", { scope: "row" },
      isBackend ? h("a", { href: `/admin/backends?open=${encodeURIComponent(name)}` }, name) : name,
      h("span", { class: "second" }, detail)),
    h("td", null, state(status)),
    h("td", { class: "number" }, duration(latency)),
    h("td", null, KINDS[kind] ?? kind));
}
