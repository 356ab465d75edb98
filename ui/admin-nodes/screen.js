// Nodes: the list with their states, one of them, its credentials, or a new one, as the address says.

import { get, post, remove } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, one } from "/ui/shared/dom.js";
import { ago, count, dateTime, duration } from "/ui/shared/format.js";
import { query } from "/ui/shared/paths.js";
import { page, pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, facts, heading, names, present, tabs } from "/ui/shared/views.js";
import { tokenForm } from "./form.js";

const HOME = "/admin/api/nodes";
const KEYS = "/admin/api/node-keys";
const LIST = ["/admin/nodes", "Nodes"];

/** How a state looks. */
const MOODS = { available: "good", busy: "good", draining: "warn", paused_by_user: "warn", offline: "bad", quarantined: "bad" };

/**
 * @typedef {{id: string, kind: string, engine: string, endpoint: string, models: {id: string, loaded: boolean}[], health: string,
 *   routable: boolean, p50_ms?: number, queue_depth?: number, in_flight?: number}} Service
 * @typedef {{id: string, name: string, address: string, state: string, told: string, ordered: string,
 *   approval: "pending" | "approved", labels: Record<string, string>, tenants: string[], services: Service[],
 *   gpus: {name: string, memory_mb?: number, memory_used_mb?: number}[], memory_mb?: number, memory_used_mb?: number,
 *   registered_at: string, last_seen: string}} Node
 */

const place = one("#nodes");
const opened = query().get("open");

if (query().has("new")) {
  heading({ back: LIST, title: "Let a node in" });
  place.append(card("An enrolment token", tokenForm()));
} else if (opened) {
  showOne(opened);
} else {
  const views = tabs("What to see", [["", "Nodes"], ["keys", "Keys and tokens"]]);
  place.append(views.element, views.current === "keys" ? credentials() : list());
}

function list() {
  return table({
    caption: "Nodes",
    stacked: true,
    columns: [
      { name: "name", title: "Name", head: true, cell: nameCell },
      { name: "state", title: "State", cell: stateCell },
      { name: "models", title: "Models in memory", cell: modelsCell },
      { name: "memory", title: "GPU memory", cell: memoryCell },
      { name: "load", title: "Waiting", number: true, cell: ({ services }) => count(total(services, "queue_depth")) },
      { name: "seen", title: "Last seen", cell: ({ last_seen: at }) => h("time", { datetime: at, title: dateTime(at) }, ago(at)) },
    ],
    load: (params, signal) => page(HOME, params, signal),
    empty: {
      title: "No nodes yet",
      text: "Make a token, run one command on the machine, and its models can be called here.",
      act: h("a", { class: "button button-main", href: "?new" }, "Let a node in"),
    },
  }).element;
}

/** @param {Node} node */
function nameCell({ id, name, services }) {
  const all = services.length === 1 ? "1 service" : `${services.length} services`;
  return [h("a", { href: `?open=${encodeURIComponent(id)}` }, name), h("span", { class: "second mono" }, id), h("span", { class: "second" }, all)];
}

/** @param {Node} node */
function stateCell(node) {
  return [...marks(node), node.ordered !== "available" && h("span", { class: "second" }, "ordered by an operator")];
}

/** @param {Node} node */
function marks({ state, approval }) {
  return [
    h("span", { class: `tag tag-${MOODS[state] ?? "warn"}` }, state.replaceAll("_", " ")), " ",
    approval === "pending" && h("span", { class: "tag tag-warn" }, "waits for approval"),
  ];
}

/** @param {Node} node */
function modelsCell({ services }) {
  const loaded = services.flatMap(({ models }) => models.filter((model) => model.loaded).map(({ id }) => id));
  const all = services.reduce((sum, { models }) => sum + models.length, 0);
  return [names(loaded.slice(0, 3), "none"), h("span", { class: "second" }, `of ${all}`)];
}

/** @param {{memory_mb?: number, memory_used_mb?: number}} memory */
function memoryCell({ memory_mb: all, memory_used_mb: used }) {
  if (all === undefined || all === null) {
    return "–";
  }
  const told = used === undefined || used === null ? gigabytes(all) : `${gigabytes(used)} of ${gigabytes(all)}`;
  return h("span", { class: "node-memory" },
    used !== undefined && used !== null && h("meter", { min: 0, max: all, value: used, "aria-label": "GPU memory in use" }),
    h("span", null, told));
}

const gigabytes = (megabytes) => `${(megabytes / 1024).toFixed(1)} GB`;

/** @param {Service[]} services @param {"queue_depth" | "in_flight"} name */
const total = (services, name) => services.reduce((sum, service) => sum + (service[name] ?? 0), 0);

function showOne(id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  present(place, () => get(path), (node) => {
    heading({ back: LIST, title: node.name, marks: marks(node), acts: acts(path, node) });
    return [
      card("How it does", about(node)),
      node.gpus.length > 0 && card("Graphics cards", facts(node.gpus.map((gpu) => [gpu.name || "A card", memoryCell(gpu)]))),
      ...node.services.map(service),
    ];
  });
}

/** @param {string} path @param {Node} node */
function acts(path, node) {
  const order = (deed, label, look) => actButton(label, async () => {
    await post(`${path}/${deed}`);
    showOne(node.id);
  }, look ? { look } : {});
  const free = node.ordered === "available";
  return [
    node.approval === "pending" && order("approve", "Approve", "main"),
    !free && order("resume", "Resume", "main"),
    free && order("drain", "Drain"),
    free && order("pause", "Pause"),
    node.ordered !== "quarantined" && order("quarantine", "Quarantine", "danger"),
    removeButton(path, node),
  ].filter(Boolean);
}

/** @param {string} path @param {Node} node */
function removeButton(path, { id, name }) {
  return actButton("Remove", async () => {
    const sure = await confirm({
      title: `Remove the node ${name}?`,
      text: "Its models are gone at once. It comes back with its next registration; to keep it out, revoke its key or quarantine it.",
      act: "Remove the node",
      typed: id,
    });
    if (sure) {
      await remove(path);
      location.assign(LIST[0]);
    }
  }, { look: "danger" });
}

/** @param {Node} node */
function about(node) {
  return facts([
    ["Host id", h("span", { class: "mono" }, node.id)],
    ["Address", node.address && h("span", { class: "mono node-address" }, node.address)],
    ["It says", node.told.replaceAll("_", " ")],
    ["Ordered", node.ordered === "available" ? null : node.ordered.replaceAll("_", " ")],
    ["Serves", names(node.tenants, "every tenant")],
    ["Labels", names(Object.entries(node.labels).map(([name, value]) => `${name}=${value}`), "none")],
    ["Registered", dateTime(node.registered_at)],
    ["Last seen", `${ago(node.last_seen)} (${dateTime(node.last_seen)})`],
  ]);
}

/** @param {Service} service */
function service({ id, kind, engine, endpoint, models, health, routable, p50_ms: p50, queue_depth: waiting, in_flight: running }) {
  return card(id, facts([
    ["Calls", routable ? h("span", { class: "tag tag-good" }, "get here") : h("span", { class: "tag tag-warn" }, "do not get here")],
    ["For", kind],
    ["Engine", engine],
    ["Address", h("span", { class: "mono node-address" }, endpoint)],
    ["Health", health],
    ["Half of its answers within", p50 ? duration(p50) : null],
    ["Running", running ?? null],
    ["Waiting", waiting ?? null],
    ["Models", h("span", { class: "node-models" }, models.map((model) =>
      h("span", { class: model.loaded ? "tag tag-good" : "tag", title: model.loaded ? "in memory" : "not in memory" }, model.id)))],
  ]));
}

/** @typedef {{id: string, kind: "key" | "token", name: string, host?: string, preview: string, allowed_models: string[],
 *   created_by: string, created_at: string, expires_at?: string, used_at?: string, revoked_at?: string,
 *   signs: boolean}} NodeKey */

function credentials() {
  const keys = table({
    caption: "Node keys and enrolment tokens",
    stacked: true,
    columns: [
      { name: "name", title: "Name", head: true, cell: ({ name, preview }) => [name, h("span", { class: "second mono" }, preview)] },
      { name: "kind", title: "Kind", cell: ({ kind, signs }) => kind === "token" ? "enrolment token" : signs ? "node key, signs" : "node key" },
      { name: "host", title: "Host", cell: ({ host }) => host ?? "any" },
      { name: "models", title: "Models", cell: ({ allowed_models: models }) => names(models) },
      { name: "state", title: "State", cell: (key) => h("span", { class: `tag tag-${standing(key) === "active" ? "good" : "warn"}` }, standing(key)) },
      { name: "created", title: "Made", cell: ({ created_at: at, created_by: by }) => [ago(at), h("span", { class: "second" }, by)] },
      { name: "act", title: "", cell: (key) => standing(key) === "active" && revokeButton(key, () => keys.reload()) },
    ],
    load: async (params, signal) => pick((await get(KEYS, { signal })).data, params, { text: ({ name }) => name, by: {} }),
    empty: { title: "No keys yet", text: "A node gets one in exchange for its enrolment token." },
  });
  return keys.element;
}

/** @param {NodeKey} key */
function standing({ expires_at: end, used_at: used, revoked_at: revoked }) {
  if (revoked) {
    return "revoked";
  }
  if (used) {
    return "used";
  }
  return end && new Date(end) < new Date() ? "expired" : "active";
}

/** @param {NodeKey} key @param {() => void} done */
function revokeButton({ id, name, kind }, done) {
  return actButton("Revoke", async () => {
    const what = kind === "token" ? "token" : "key";
    const sure = await confirm({
      title: `Revoke the ${what} of ${name}?`,
      text: kind === "token" ? "No node can be let in with it any more." : "The node that shows it is refused within seconds, and its models are gone when it is stale.",
      act: `Revoke the ${what}`,
    });
    if (sure) {
      await remove(`${KEYS}/${encodeURIComponent(id)}`);
      done();
    }
  }, { small: "small", look: "danger", name: `Revoke ${name}` });
}
