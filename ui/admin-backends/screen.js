// Backends: the list with their health, one of them, or a new one, as the address says.

import { get, post, remove } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, one, toast } from "/ui/shared/dom.js";
import { monthOf } from "/ui/shared/figures.js";
import { ago, dateTime, duration } from "/ui/shared/format.js";
import { query } from "/ui/shared/paths.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton, card, facts, heading, names, present, readOnlyNote, sourceMark, state } from "/ui/shared/views.js";
import { backendForm, pairLines } from "./form.js";
import { trialNote } from "./trial.js";

const HOME = "/admin/api/backends";
const LIST = ["/admin/backends", "Backends"];

/** @typedef {import("./form.js").Backend} Backend */

const place = one("#backends");
const opened = query().get("open");

if (query().has("new")) {
  heading({ back: LIST, title: "Add a backend" });
  present(place, () => get("/admin/api/providers"), ({ data }) => card("A new one", backendForm({ kinds: data, saved: open })));
} else if (opened) {
  showOne(opened);
} else {
  place.append(list());
}

/** @param {Backend} backend */
function open({ id }) {
  location.assign(`?open=${encodeURIComponent(id)}`);
}

function list() {
  const columns = [
    { name: "name", title: "Name", head: true, sortable: true, cell: nameCell },
    { name: "status", title: "State", sortable: true, cell: healthCell },
    { name: "latency", title: "Latency", number: true, sortable: true, cell: (backend) => duration(backend.latency_ms) },
    { name: "models", title: "Models", number: true, cell: (backend) => backend.models_seen ?? "–" },
    { name: "kind", title: "Kind", sortable: true },
    { name: "base_url", title: "Address", cell: (backend) => h("span", { class: "mono backend-address" }, backend.base_url) },
    { name: "act", title: "", cell: testCell },
  ];
  const how = {
    text: (backend) => `${backend.name} ${backend.kind} ${backend.base_url} ${backend.status}`,
    by: {
      name: (backend) => backend.name, kind: (backend) => backend.kind, status: (backend) => backend.status,
      latency: (backend) => backend.latency_ms,
    },
  };
  return table({
    caption: "Backends",
    columns,
    sort: "name",
    filters: [{ name: "q", label: "Search backends", type: "search" }],
    load: async (params, signal) => pick((await get(HOME, { signal })).data, params, how),
    empty: {
      title: "No backends yet",
      text: "A backend is where calls go. Add the first one; it is tried before it is saved.",
      act: h("a", { class: "button button-main", href: "?new" }, "Add a backend"),
    },
  }).element;
}

/** @param {Backend} backend */
function nameCell(backend) {
  return [h("a", { href: `?open=${encodeURIComponent(backend.id)}` }, backend.name), " ", sourceMark(backend)];
}

/** @param {Backend} backend */
function healthCell({ status, detail, resting }) {
  const tired = resting.filter(({ rests_until: until }) => until).length;
  return [
    state(status), " ",
    tired > 0 && h("span", { class: "tag tag-warn" }, tired === 1 ? "1 model rests" : `${tired} models rest`),
    h("span", { class: "second" }, detail),
  ];
}

/** @param {Backend} backend */
function testCell({ id, name }) {
  return actButton("Test", async () => {
    const trial = await post(`${HOME}/${encodeURIComponent(id)}/test`);
    toast(trial.ok ? `${name} works: ${trial.detail}` : `${name} does not work: ${trial.detail}`, trial.ok ? "good" : "bad");
  }, { small: "small", name: `Test ${name}` });
}

function showOne(id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  const load = () => Promise.all([get(path), get("/admin/api/providers")]);
  present(place, load, ([backend, kinds]) => {
    heading({
      back: LIST, title: backend.name, marks: [state(backend.status), sourceMark(backend)],
      acts: [testButton(path), !backend.read_only && deleteButton(path, backend)].filter(Boolean),
    });
    const form = () => backendForm({ kinds: kinds.data, backend, saved: () => showOne(id) });
    return [
      h("div", { id: "trial", role: "status" }),
      backend.read_only && readOnlyNote("backend", backend),
      card("How it does", health(backend)),
      backend.read_only ? card("What is said of it", said(backend)) : card("Change it", form()),
    ];
  });
}

function testButton(path) {
  return actButton("Test now", async () => {
    one("#trial").replaceChildren(trialNote(await post(`${path}/test`)));
  });
}

function deleteButton(path, { name }) {
  return actButton("Delete", async () => {
    const sure = await confirm({
      title: `Delete the backend ${name}?`,
      text: "Calls to its models fail at once unless another backend serves them. Backend profiles and routes that name it lose "
        + "it, and its stored key is gone for good.",
      act: "Delete the backend",
      typed: name,
    });
    if (sure) {
      await remove(path);
      location.assign(LIST[0]);
    }
  }, { look: "danger" });
}

/** @param {Backend} backend */
function health({ name, detail, latency_ms: latency, probed_at: probed, models_seen: seen, models_seen_at: seenAt, resting }) {
  return facts([
    ["Last answer", detail],
    ["Asked", probed && `${ago(probed)} (${dateTime(probed)})`],
    ["Latency", latency !== undefined && latency !== null && duration(latency)],
    ["This month", monthOf(`/admin/api/usage/summary?backend=${encodeURIComponent(name)}`,
      `/admin/usage?period=month&backend=${encodeURIComponent(name)}`)],
    ["Models it lists", seenAt ? `${seen}, listed ${ago(seenAt)}` : null],
    ["Failed lately", resting.length > 0 && h("ul", { class: "backend-resting" }, resting.map(failing))],
  ]);
}

function failing({ target, failures, rests_until: until, last_failure: last }) {
  const times = failures === 1 ? "1 failure" : `${failures} failures`;
  return h("li", null, h("strong", null, target), ` ${times}, last: ${last}`, until && `; rests until ${dateTime(until)}`);
}

/** @param {Backend} backend */
function said(backend) {
  const keys = { none: "none", client: "the caller's own", own: backend.key_preview ?? "the gateway's" };
  return facts([
    ["Kind", backend.kind],
    ["Address", h("span", { class: "mono" }, backend.base_url)],
    ["Key shown to it", [h("span", { class: "mono" }, keys[backend.credential]),
      backend.credential_problem && h("span", { class: "field-problem" }, ` ${backend.credential_problem}`)]],
    ["Header lines", names(backend.headers, "none")],
    ["Models", names(backend.models, "whatever is asked for")],
    ["Options", names(pairLines(backend.options), "none")],
    ["Labels", names(pairLines(backend.labels), "none")],
    ["Longest wait", `${backend.timeout_seconds} s`],
    ["Certificate", backend.skip_tls_verify ? h("span", { class: "tag tag-bad" }, "not checked") : "checked"],
    ["Switched", backend.enabled ? "on" : "off"],
  ]);
}
