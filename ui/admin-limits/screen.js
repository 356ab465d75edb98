// Limits: the list with whoever is blocked above it, one of them, or a new one, as the address says.

import { get } from "/ui/shared/api.js";
import { h, one } from "/ui/shared/dom.js";
import { SCOPES, fullness, limitLine, mostWords, standingTag, timeWords, withLimit } from "/ui/shared/limits.js";
import { query } from "/ui/shared/paths.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { card, heading, present } from "/ui/shared/views.js";
import { limitForm } from "./form.js";
import { LIST, forgiveButton, showLimit, whom } from "./limit.js";

/**
 * @typedef {{id: string, name: string, scope: string, subject?: string, subject_name?: string, backend_profile?: string,
 *   backend_profile_name?: string, model?: string, metric: string, amount: string, window: string, reset_day: number,
 *   time_zone: string, action: string, unknown_cost: string, warn_at: number, alert_emails: string[],
 *   alert_webhooks: string[], alert_cooldown_seconds?: number, origin: string, read_only: boolean}} Limit
 * @typedef {{limit: Limit, subject: string, subject_name?: string, used: string, held: string, left: string,
 *   per_mille: number, warning: boolean, blocked: boolean, since: string, resets_at: string, runs_out_at?: string}} Standing
 */

/** The most standings that are looked at for the list; the fullest come first. */
const MOST = 1000;

const ORIGINS = {
  config: "configuration", backend_profile: "backend profile", operator: "operator", owner: "tenant or key owner",
};

const place = one("#limits");
const opened = query().get("open");

if (query().has("new")) {
  heading({ back: LIST, title: "Add a limit" });
  present(place, () => get("/admin/api/profiles"), ({ data }) => card("A new one", limitForm({
    profiles: data, saved: ({ id }) => location.assign(`?open=${encodeURIComponent(id)}`),
  })));
} else if (opened) {
  showLimit(place, opened);
} else {
  const blocks = h("div");
  const limits = list();
  place.append(blocks, limits.element);
  showBlocks(blocks, limits.reload);
}

/** @param {Element} place @param {() => void} again */
function showBlocks(place, again) {
  present(place, () => get("/admin/api/limit-standings?exceeded=true&limit=100"), ({ data }) => data.length > 0
    && h("section", { class: "card" },
      h("h2", null, `Refused now: ${data.length}`),
      h("ul", { class: "limits" }, data.map((standing) => block(standing, () => {
        showBlocks(place, again);
        again();
      })))));
}

/** @param {Standing} standing @param {() => void} done */
function block(standing, done) {
  const { id, name } = standing.limit;
  const what = [h("strong", null, whom(standing)), " at the end of ", h("a", { href: `?open=${encodeURIComponent(id)}` }, name)];
  return limitLine(what, withLimit(standing), { act: forgiveButton(standing, done) });
}

function list() {
  return table({
    caption: "Limits",
    stacked: true,
    columns: [
      { name: "name", title: "Limit", head: true, sortable: true, cell: nameCell },
      { name: "scope", title: "For", sortable: true, cell: forCell },
      { name: "most", title: "At most", cell: mostCell },
      { name: "full", title: "Fullest", sortable: true, cell: fullestCell },
      { name: "time", title: "Forecast", cell: ({ fullest }) => (fullest ? h("span", null, timeWords(fullest)) : "–") },
    ],
    filters: [
      { name: "q", label: "Search limits", type: "search" },
      { name: "scope", label: "For", type: "select", options: [["", "For anybody"], ...Object.entries(SCOPES)] },
      { name: "show", label: "Show", type: "select",
        options: [["", "However full"], ["exceeded", "Exceeded"], ["warning", "Nearly used up"]] },
      { name: "origin", label: "From", type: "select", options: [["", "From anywhere"], ...Object.entries(ORIGINS)] },
    ],
    sort: "-full",
    load: rows,
    empty: {
      title: "No limits", text: "Nothing is limited, or nothing that fits the filters.",
      act: h("a", { class: "button button-main", href: "?new" }, "Add a limit"),
    },
  });
}

/** @param {URLSearchParams} params @param {AbortSignal} signal */
async function rows(params, signal) {
  const [limits, standings] = await Promise.all([
    get("/admin/api/limits", { signal }), get(`/admin/api/limit-standings?limit=${MOST}`, { signal })]);
  const fullest = new Map(standings.data.toReversed().map((standing) => [standing.limit.id, standing]));
  const found = limits.data.map((limit) => ({ ...limit, fullest: fullest.get(limit.id) })).filter(wanted(params));
  params.get("sort") || params.set("sort", "-full");
  return pick(found, params, {
    text: (limit) => [limit.name, limit.subject_name, limit.subject, limit.backend_profile_name, limit.model].join(" "),
    by: {
      name: (limit) => limit.name, scope: (limit) => SCOPES[limit.scope],
      full: (limit) => limit.fullest?.per_mille,
    },
  });
}

/** @param {URLSearchParams} params */
function wanted(params) {
  const [asked, from, show] = ["scope", "origin", "show"].map((name) => params.get(name));
  return ({ scope, origin, fullest }) => (!asked || scope === asked) && (!from || origin === from)
    && (!show || (show === "warning" ? fullest?.warning : fullest?.per_mille >= 1000));
}

/** @param {Limit} limit */
function nameCell({ id, name, origin }) {
  return [
    h("a", { href: `?open=${encodeURIComponent(id)}` }, name), " ",
    h("span", { class: origin === "operator" ? "tag" : "tag tag-accent" }, ORIGINS[origin] ?? origin),
  ];
}

/** @param {Limit} limit */
function forCell({ scope, subject, subject_name: name, backend_profile: profile, backend_profile_name: called, model }) {
  const only = [model && `calls of ${model}`, profile && `keys of ${called ?? profile}`].filter(Boolean).join(", ");
  const who = scope === "global" ? SCOPES.global : subject ? `${SCOPES[scope]} ${name ?? subject}` : `each ${SCOPES[scope]}`;
  return h("span", null, who, only && h("span", { class: "second" }, `only ${only}`));
}

/** @param {Limit} limit */
function mostCell(limit) {
  return h("span", null, mostWords(limit), limit.action === "warn" && h("span", { class: "second" }, "warns only"));
}

/** @param {Limit & {fullest?: Standing}} limit */
function fullestCell({ fullest, window, metric }) {
  if (!fullest) {
    return h("span", { class: "hint" }, window === "minute" || metric === "parallel" ? "not kept" : "unused");
  }
  return h("div", { class: "full" }, fullness(withLimit(fullest)), h("span", { class: "second" }, whom(fullest), " ", standingTag(fullest)));
}
