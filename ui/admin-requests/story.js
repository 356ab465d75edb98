// The whole story of one call: when what happened, why it went where it went, who looked at it, what it counted in.

import { get } from "/ui/shared/api.js";
import { h } from "/ui/shared/dom.js";
import { count, dateTime, duration, money } from "/ui/shared/format.js";
import { looks, took } from "/ui/shared/guardrails.js";
import { attempts, headers, known, said } from "/ui/shared/story.js";
import { card, facts, heading, names, part, present } from "/ui/shared/views.js";

/**
 * @param {Element} place
 * @param {string} id
 */
export function showStory(place, id) {
  const path = encodeURIComponent(id);
  heading({ back: ["/admin/requests", "Requests"], title: "A call" });
  present(place, () => story(path), ({ detail, runs, charged }) => [
    card("What is known", known(detail.request, (thread) => `?session=${encodeURIComponent(thread)}`), links(detail.request)),
    card("Where the time went", stages(detail.request)),
    detail.decision && card("Why it went there", decision(detail.decision)),
    attempts(detail.attempts),
    card("Guardrails", looks(runs)),
    card("Limits it counted in", limits(charged)),
    said(detail.content),
    headers(detail.headers),
  ]);
}

/** The client's own id leads to a call, too, so what belongs to it is asked for by ours. */
async function story(path) {
  const detail = await get(`/admin/api/requests/${path}`);
  const own = detail.request.id;
  const [{ data: runs }, { data: charged }] = await Promise.all([
    get(`/admin/api/guardrails/runs?request_id=${own}&limit=100`),
    get(`/admin/api/requests/${own}/limits`),
  ]);
  return { detail, runs: runs.reverse(), charged };
}

function links({ id, model, key_id: key }) {
  const explain = new URLSearchParams({ tab: "explain", model, ...(key && { key }) });
  return h("p", null,
    h("a", { href: `/admin/audit?call=${encodeURIComponent(id)}` }, "Its event in the audit trail"), " · ",
    h("a", { href: `/admin/routing?${explain}` }, "What would become of it now"));
}

/** Its own time, the wait for the first byte, and the answer, each as a part of the whole. */
function stages({ total_us: total, own_us: own, first_byte_us: first }) {
  const answered = first ?? total;
  const parts = [
    ["In the gateway, before the backend was asked", Math.min(own, total)],
    ["Until the first byte of the answer", Math.max(0, answered - own)],
    ["Until the end of the answer", Math.max(0, total - answered)],
  ];
  return h("div", { class: "requests-stages" }, parts.flatMap(([title, time]) => [
    h("span", null, title), part(total ? time / total : 0),
    h("span", { class: "number" }, time < 10_000 ? took(time) : duration(time / 1000)),
  ]));
}

function decision({ alias, reason, rules, bucket, bounds, strategy, considered }) {
  return [
    facts([
      ["Leads to", alias && h("code", null, alias)],
      ["Found as", reason],
      ["Rules that spoke", rules?.length ? names(rules) : null],
      ["Experiment", bucket],
      ["Bounds", bounds],
      ["Among equals", strategy],
    ]),
    considered?.length > 0 && h("ol", { class: "story-list" }, considered.map(({ alias: of, target, outcome }) =>
      h("li", null, h("code", null, target), ` of ${of}: ${outcome}`))),
  ];
}

function limits(charged) {
  if (!charged.length) {
    return h("p", null, "None; rates and calls at the same time are not kept.");
  }
  return h("ul", { class: "story-list" }, charged.map(({ limit_id: id, name, scope, metric, used, amount, from, to }) => h("li", null,
    h("a", { href: `/admin/limits?open=${encodeURIComponent(id)}` }, name), ` (${scope.replaceAll("_", " ")}): `,
    `${written(metric, used)} of ${written(metric, amount)}, from ${dateTime(from)} to ${dateTime(to)}`)));
}

const written = (metric, amount) => (metric === "cost" ? money(amount) : `${count(amount)} ${metric}`);
