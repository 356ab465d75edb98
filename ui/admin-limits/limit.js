// One limit: what it says, how everybody stands with it, and what an operator can do about it.

import { get, post } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { takeAwayButton } from "/ui/shared/limitform.js";
import { SCOPES, amountWords, fullness, mostWords, standingTag, timeWords, withLimit } from "/ui/shared/limits.js";
import { actButton, card, facts, heading, present } from "/ui/shared/views.js";
import { limitForm } from "./form.js";

/** @typedef {import("./screen.js").Limit} Limit */
/** @typedef {import("./screen.js").Standing} Standing */

const HOME = "/admin/api/limits";

export const LIST = ["/admin/limits", "Limits and budgets"];

/** The most who are shown; the fullest come first. */
const MOST = 200;

/** Whose use it is, as people say. @param {Standing} standing */
export const whom = ({ limit, subject, subject_name: name }) => (subject ? name ?? subject : SCOPES[limit.scope]);

/**
 * Lets somebody begin anew.
 *
 * @param {Standing} standing
 * @param {() => void} done
 */
export function forgiveButton(standing, done) {
  const { limit, subject, used } = standing;
  return actButton("Let it begin anew", async () => {
    const sure = await confirm({
      title: `Let ${whom(standing)} begin anew?`,
      text: `${amountWords(limit.metric, used)} of the limit ${limit.name} no longer count, so calls go through again at once. `
        + "The ledger keeps what was used, and that you allowed it.",
      act: "Begin anew",
    });
    if (sure) {
      await post(`${HOME}/${encodeURIComponent(limit.id)}/forgive`, { subject });
      toast(`${whom(standing)} begins anew.`);
      done();
    }
  }, { small: "small", name: `Let ${whom(standing)} begin anew` });
}

/** @param {Element} place @param {string} id */
export function showLimit(place, id) {
  const path = `${HOME}/${encodeURIComponent(id)}`;
  const again = () => showLimit(place, id);
  const load = () => Promise.all([
    get(path), get(`/admin/api/limit-standings?limit_id=${encodeURIComponent(id)}&limit=${MOST}`), get("/admin/api/profiles")]);
  present(place, load, ([limit, { data: standings }, { data: profiles }]) => {
    heading({
      back: LIST, title: limit.name,
      acts: [h("a", { class: "button", href: "/admin/alerts?kind=limit" }, "Alerts sent"), !limit.read_only && takeAwayButton(path, limit.name, LIST[0])]
        .filter(Boolean),
    });
    const saved = () => {
      toast("It is saved.");
      again();
    };
    return [
      limit.read_only && source(limit),
      card("Who used how much", standings.length ? everybody(standings, again) : unused(limit)),
      limit.read_only ? card("What it says", said(limit)) : card("Change it", limitForm({ profiles, limit, saved })),
    ];
  });
}

/** @param {Limit} limit */
function source({ origin, backend_profile: profile, backend_profile_name: name }) {
  if (origin !== "backend_profile") {
    return h("p", { class: "note" }, "This limit stands in the configuration file. Change it there; the file is read again when it changes.");
  }
  return h("p", { class: "note" }, "This limit is a quota of a backend profile. ",
    h("a", { href: profile ? `/admin/profiles?open=${encodeURIComponent(profile)}` : "/admin/profiles" }, `Change it at ${name ?? "the backend profiles"}.`));
}

/** @param {Limit} limit */
const unused = ({ window, metric }) => h("p", { class: "hint" }, window === "minute" || metric === "parallel"
  ? "What is used in a minute, or at one time, is not kept in the books."
  : "Nobody used anything of it in the present window.");

/** @param {Standing[]} standings @param {() => void} again */
function everybody(standings, again) {
  return h("div", { class: "table table-stacked" },
    h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Who used how much" },
      h("table", null,
        h("thead", null, h("tr", null, ["Who", "Used", "", "Forecast", ""].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", null, standings.map((standing) => row(standing, again))))),
    standings.length === MOST && h("p", { class: "hint" }, `The fullest ${MOST}.`));
}

/** @param {Standing} standing @param {() => void} again */
function row(standing, again) {
  const { limit, used, held, left } = standing;
  const words = (amount) => amountWords(limit.metric, amount);
  return h("tr", null,
    h("th", { scope: "row" }, whom(standing), " ", standingTag(standing)),
    h("td", { "data-title": "Used" }, `${words(used)}, ${words(left)} left`,
      Number(held) > 0 && h("span", { class: "second" }, `${words(held)} set aside`)),
    h("td", null, h("div", { class: "full" }, fullness(withLimit(standing)))),
    h("td", { "data-title": "Forecast" }, h("span", null, timeWords(standing))),
    h("td", null, forgiveButton(standing, again)));
}

/** @param {Limit} limit */
function said(limit) {
  return facts([
    ["At most", mostWords(limit)],
    ["For", limit.subject ? `${SCOPES[limit.scope]} ${limit.subject_name ?? limit.subject}` : limit.scope === "global" ? SCOPES.global : `each ${SCOPES[limit.scope]}`],
    ["Only calls of", limit.model],
    ["Only keys of", limit.backend_profile && (limit.backend_profile_name ?? limit.backend_profile)],
    ["At the limit", limit.action === "warn" ? "people are told, calls go on" : "calls are refused"],
    ["People are warned", `at ${limit.warn_at / 10} %`],
    ["Days of", !["UTC", "Z"].includes(limit.time_zone) && limit.time_zone],
  ]);
}
