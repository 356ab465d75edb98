// What the instance that answers is configured with: every value, where it comes from, what waits for a start.

import { get } from "/ui/shared/api.js";
import { h, one } from "/ui/shared/dom.js";
import { pick } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";

/** Rows shown at once; the search finds the others. */
const MOST = 200;

/** @typedef {{path: string, value: string, origin: string, waits: boolean}} Value */

/** @param {Element} place */
export function settingsView(place) {
  one("#fresh").textContent = "As this instance read them last. They are changed in the file or the environment, not here.";
  const problems = h("div");
  const list = table({
    caption: "Settings",
    stacked: true,
    columns: [
      { name: "path", title: "Setting", head: true, sortable: true, cell: ({ path }) => h("code", { class: "setting-path" }, path) },
      { name: "value", title: "Value", cell: valueCell },
      { name: "origin", title: "Comes from", sortable: true, cell: originCell },
    ],
    filters: [
      { name: "q", label: "Search settings", type: "search" },
      { name: "origin", label: "Values", type: "select", options: [["", "that somebody set"], ["all", "all"], ["waits", "that wait for a start"]] },
    ],
    load: async (params, signal) => {
      const read = await get("/admin/api/settings", { signal });
      problems.replaceChildren(...problemNote(read.problems));
      const { rows } = pick(read.values.filter(wanted(params.get("origin"))), params, {
        text: ({ path, value, origin }) => `${path} ${value} ${origin}`,
        by: { path: ({ path }) => path, origin: ({ origin }) => origin },
      });
      return { rows: rows.slice(0, MOST), total: rows.length };
    },
    empty: { title: "No settings", text: "Nothing is set but what every gateway begins with; choose all to see that." },
  });
  place.append(problems, list.element);
}

/** @param {string | null} kind @returns {(value: Value) => boolean} */
const wanted = (kind) => ({ origin, waits }) =>
  kind === "waits" ? waits : kind === "all" || origin !== "default";

/** @param {Value} value */
const valueCell = ({ value, waits }) => [
  h("code", { class: "setting-value" }, value === "" ? "–" : value),
  waits && h("span", { class: "tag tag-warn", title: "The gateway runs with another value until it is started again" }, "from the next start"),
];

/** @param {Value} value */
const originCell = ({ origin }) => (origin === "default" ? h("span", { class: "hint" }, origin) : origin);

/** @param {string[]} problems */
function problemNote(problems) {
  if (!problems.length) {
    return [];
  }
  return [h("section", { class: "card", role: "alert" },
    h("h2", null, "The file has problems; the older settings stay"),
    h("ul", null, problems.map((problem) => h("li", null, h("code", null, problem)))))];
}
