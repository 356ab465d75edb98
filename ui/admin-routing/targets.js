// How targets stand now: their backend, their rest, and whether an operator took them out of service.

import { get, put } from "/ui/shared/api.js";
import { stage } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { ago } from "/ui/shared/format.js";
import { follow } from "/ui/shared/live.js";
import { actButton } from "/ui/shared/views.js";

const OUT = "/admin/api/out-of-service";
const EVERY = 10_000;

/** @typedef {{backend: string, model: string, weight: number, order: number}} Deployment */

/**
 * What is known of backends at one moment.
 *
 * @typedef {{backends: Map<string, {id: string, name: string, enabled: boolean, status: string, detail: string,
 *   resting: {target: string, failures: number, rests_until?: string, last_failure: string}[]}>,
 *   out: {backend: string, model?: string, reason: string, since: string}[]}} Sight
 */

/** @returns {Promise<Sight>} */
export async function look() {
  const [backends, out] = await Promise.all([get("/admin/api/backends"), get(OUT)]);
  return seen(backends.data, out.data);
}

const seen = (backends, out) => ({ backends: new Map(backends.map((backend) => [backend.name, backend])), out });

let stop = () => {};

/** Tells how things stand whenever that may have changed, the last one who asked. @param {(sight: Sight) => void} told */
export function watch(told) {
  stop();
  stop = follow({
    poll: "/admin/api/backends",
    every: EVERY,
    onData: async ({ data }) => told(seen(data, (await get(OUT)).data)),
  });
}

/**
 * How a target stands: a mood, a word, and more about it.
 *
 * @param {Sight} sight
 * @param {Deployment} target
 * @returns {{mood: "" | "good" | "warn" | "bad", word: string, more: string}}
 */
export function standing({ backends, out }, { backend, model }) {
  const known = backends.get(backend);
  const gone = out.find((one) => one.backend === backend && (!one.model || one.model === model));
  if (gone) {
    return { mood: "warn", word: "out of service", more: `${ago(gone.since)}${gone.reason ? `: ${gone.reason}` : ""}` };
  }
  if (!known && backend.includes("/")) {
    return { mood: "", word: "service of a node", more: "" };
  }
  if (!known) {
    return { mood: "bad", word: "no such backend", more: "" };
  }
  if (!known.enabled) {
    return { mood: "warn", word: "backend switched off", more: "" };
  }
  const failing = known.resting.find(({ target }) => target === `${backend}/${model}`);
  if (failing?.rests_until && new Date(failing.rests_until) > Date.now()) {
    return { mood: "bad", word: `rests, ends ${ago(failing.rests_until)}`, more: `${failures(failing)}, last: ${failing.last_failure}` };
  }
  const mood = { up: "good", down: "bad", degraded: "warn" }[known.status] ?? "";
  return { mood, word: known.status, more: failing ? `${failures(failing)}, last: ${failing.last_failure}` : "" };
}

const failures = ({ failures: many }) => (many === 1 ? "1 failure" : `${many} failures in a row`);

/** @param {Sight} sight @param {Deployment} target */
export function standingTag(sight, target) {
  const { mood, word, more } = standing(sight, target);
  return h("span", { class: mood ? `tag tag-${mood}` : "tag", title: more || null }, word);
}

/**
 * The targets of an alias as a table, with the switch that takes one out of service.
 *
 * @param {Deployment[]} targets
 * @param {Sight} sight
 * @param {() => void} changed
 */
export function targetTable(targets, sight, changed) {
  const rows = targets.toSorted((a, b) => a.order - b.order);
  return h("div", { class: "table-stacked" }, h("table", null,
    h("caption", { class: "out-of-sight" }, "Targets"),
    h("thead", null, h("tr", null,
      ["Target", "State"].map((title) => h("th", { scope: "col" }, title)),
      ["Order", "Weight"].map((title) => h("th", { scope: "col", class: "number" }, title)),
      h("th", { scope: "col" }, h("span", { class: "out-of-sight" }, "Acts")))),
    h("tbody", null, rows.map((target) => row(target, sight, changed)))));
}

function row(target, sight, changed) {
  const { backend, model, order, weight } = target;
  const { more } = standing(sight, target);
  const id = sight.backends.get(backend)?.id;
  return h("tr", null,
    h("th", { scope: "row" },
      id ? h("a", { href: `/admin/backends?open=${encodeURIComponent(id)}` }, backend) : backend, " / ", h("code", null, model)),
    h("td", { "data-title": "State" }, h("div", null, standingTag(sight, target), more && h("span", { class: "second" }, more))),
    h("td", { class: "number", "data-title": "Order" }, order),
    h("td", { class: "number", "data-title": "Weight" }, weight),
    h("td", null, serviceButtons(target, sight, changed)));
}

function serviceButtons({ backend, model }, { backends, out }, changed) {
  if (!backends.has(backend)) {
    return null;
  }
  const isOut = (name) => out.some((one) => one.backend === backend && (one.model ?? "") === name);
  return h("span", { class: "names" },
    [[model, `${backend}/${model}`, "model"], ["", backend, "backend"]].map(([name, words, kind]) => isOut(name)
      ? actButton(`Put ${kind} back`, () => putBack(backend, name).then(changed), { small: "small", name: `Put ${words} back` })
      : actButton(`Stop ${kind}`, () => takeOut(backend, name).then((done) => done && changed()), {
        small: "small", name: `Take ${words} out of service`,
      })));
}

/**
 * Asks why, and does it.
 *
 * @param {string} backend
 * @param {string} model empty for the whole backend
 * @returns {Promise<boolean>} whether it was done
 */
function takeOut(backend, model) {
  const words = model ? `${backend}/${model}` : `the backend ${backend}`;
  const title = `Take ${words} out of service?`;
  const dialog = stage(title);
  const cancel = h("button", { type: "button", class: "button", onclick: dialog.close }, "Cancel");
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form" },
      field("Reason", h("input", { name: "reason", maxlength: 200, autocomplete: "off" }), { hint: "Other operators see it." }),
      h("div", { class: "dialog-acts form-acts" }, cancel, h("button", { class: "button button-danger" }, "Take out of service")))
  );
  let done = false;
  wire(form, async ({ reason }) => {
    await change(backend, { enabled: false, ...(model && { model }), ...(reason && { reason }) });
    done = true;
    dialog.close();
    toast(`${words} takes no calls any more.`);
  });
  dialog.body.replaceChildren(h("h2", null, title), h("p", null,
    "New calls no longer go there, on every instance, within a second; calls that run end where they are. Aliases without another "
    + "target are refused and leave the list of models."), form);
  cancel.focus();
  return dialog.closed.then(() => done);
}

/** @param {string} backend @param {string} [model] */
export async function putBack(backend, model) {
  await change(backend, { enabled: true, ...(model && { model }) });
  toast(`${model ? `${backend}/${model}` : backend} takes calls again.`);
}

const change = (backend, body) => put(`/admin/api/backends/${encodeURIComponent(backend)}/service`, body);

/**
 * All that is out of service, so that nobody forgets it; nothing when everything is in.
 *
 * @param {Sight} sight
 * @param {() => void} changed
 */
export function outNote({ out }, changed) {
  return out.length ? h("section", { class: "note note-bad routing-out" },
    h("strong", null, "Out of service"),
    h("ul", { class: "routing-lines" }, out.map(({ backend, model, reason, since }) => h("li", null,
      h("span", null, h("code", null, model ? `${backend}/${model}` : backend), `, ${ago(since)}`, reason && `: ${reason}`), " ",
      actButton("Put back", () => putBack(backend, model).then(changed), {
        small: "small", name: `Put ${model ? `${backend}/${model}` : backend} back`,
      }))))) : null;
}
