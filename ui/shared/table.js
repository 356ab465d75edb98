// Tables: sorted, filtered and paged by the server, with all of that in the address, so that a view can be sent along.

import { empty, failure, h, skeleton } from "./dom.js";
import { query, setQuery } from "./paths.js";

/** Pause after the last key before a filter is asked for. */
const TYPING = 250;

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} name of the parameter that sorts by it, and of the member shown when there is no `cell`
 * @property {string} title
 * @property {(row: Row) => import("./dom.js").Child | import("./dom.js").Child[]} [cell]
 * @property {boolean} [number] right-aligned, digits under digits
 * @property {boolean} [sortable]
 * @property {boolean} [head] names the row, for screen readers
 */

/**
 * @typedef {object} Filter
 * @property {string} name of the parameter
 * @property {string} label
 * @property {"search" | "select"} type
 * @property {[value: string, label: string][]} [options] of a select; the first is the one without a parameter
 */

/**
 * A table that loads itself.
 *
 * Parameters in the address: one for each filter, `sort` (a column, with `-` before it for descending) and `after` (the
 * cursor of the page). They are handed to `load` as they are.
 *
 * @template Row
 * @param {object} parts
 * @param {string} parts.caption what the rows are, for screen readers
 * @param {boolean} [parts.stacked] shows rows as cards on a narrow screen
 * @param {Column<Row>[]} parts.columns
 * @param {Filter[]} [parts.filters]
 * @param {string} [parts.sort] order without a parameter
 * @param {(params: URLSearchParams, signal: AbortSignal) => Promise<{rows: Row[], next?: string | null,
 *   total?: number | null}>} parts.load next: cursor of the following page, nothing on the last
 * @param {{title: string, text: string, act?: import("./dom.js").Child}} parts.empty shown when nothing was filtered out
 * @returns {{element: HTMLElement, reload: () => Promise<void>}}
 */
export function table({ caption, stacked = false, columns, filters = [], sort = "", load, empty: nothing }) {
  const body = h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption });
  const foot = h("div", { class: "table-foot" });
  const tools = filters.length ? h("div", { class: "table-tools", role: "search" }) : null;
  const element = h("div", { class: stacked ? "table table-stacked" : "table" }, tools, body, foot);
  let asking = new AbortController();

  const change = (changes, step) => {
    setQuery(changes, step);
    reload();
  };

  async function reload() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const waiting = setTimeout(() => !body.querySelector("table") && body.replaceChildren(skeleton()), 0);
    body.setAttribute("aria-busy", "true");
    try {
      const page = await load(known(query()), signal);
      if (!signal.aborted) {
        present(page);
      }
    } catch (error) {
      if (!signal.aborted) {
        body.replaceChildren(failure(error, reload));
        foot.replaceChildren();
      }
    } finally {
      clearTimeout(waiting);
      signal.aborted || body.removeAttribute("aria-busy");
    }
  }

  /** Other parts of a page keep parameters too; only ours go to the server. */
  function known(params) {
    const names = ["sort", "after", ...filters.map(({ name }) => name)];
    return new URLSearchParams([...params].filter(([name]) => names.includes(name)));
  }

  function present({ rows, next, total }) {
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset?.sort : null;
    body.replaceChildren(rows.length ? grid(rows) : none());
    if (focused) {
      body.querySelector(`[data-sort="${CSS.escape(focused)}"]`)?.focus();
    }
    foot.replaceChildren(...pager(rows.length, next, total));
  }

  function grid(rows) {
    return h("table", null,
      h("caption", { class: "out-of-sight" }, caption),
      h("thead", null, h("tr", null, columns.map(heading))),
      h("tbody", null, rows.map((row) => h("tr", null, columns.map((column) => cell(column, row))))));
  }

  function heading(column) {
    const [by, descending] = order(query().get("sort") ?? sort);
    const sorted = by === column.name ? (descending ? "descending" : "ascending") : null;
    const look = column.number ? "number" : null;
    if (!column.sortable) {
      return h("th", { scope: "col", class: look }, column.title);
    }
    const next = sorted === "ascending" ? `-${column.name}` : column.name;
    const onclick = () => change({ sort: next === sort ? null : next, after: null }, "push");
    return h("th", { scope: "col", class: look, "aria-sort": sorted },
      h("button", { type: "button", class: "sort", "data-sort": column.name, onclick }, column.title));
  }

  function none() {
    const filtered = filters.some(({ name }) => query().get(name));
    if (!filtered && !query().get("after")) {
      return empty(nothing.title, nothing.text, nothing.act);
    }
    const all = Object.fromEntries([...filters.map(({ name }) => [name, null]), ["after", null]]);
    const clear = () => {
      change(all, "push");
      fillTools();
    };
    return empty("Nothing matches", "Change the filters, or look at everything.",
      h("button", { type: "button", class: "button", onclick: clear }, "Show everything"));
  }

  function pager(shown, next, total) {
    const first = Boolean(query().get("after"));
    const rows = `${shown} ${shown === 1 ? "row" : "rows"}`;
    const text = total > shown ? `${rows} of ${total.toLocaleString("en-US")}` : rows;
    return [
      h("span", { role: "status" }, shown ? text : ""),
      h("div", null,
        first && turn("First page", null),
        next && turn("Next page", next)),
    ];
  }

  function turn(label, after) {
    const onclick = () => {
      change({ after }, "push");
      body.scrollIntoView({ block: "nearest" });
    };
    return h("button", { type: "button", class: "button button-small", onclick }, label);
  }

  function fillTools() {
    tools?.replaceChildren(...filters.map((filter) => control(filter, change)));
  }

  addEventListener("popstate", () => {
    fillTools();
    reload();
  });
  fillTools();
  reload();
  return { element, reload };
}

function cell(column, row) {
  const content = column.cell ? column.cell(row) : row[column.name];
  const look = column.number ? "number" : null;
  return column.head
    ? h("th", { class: look, scope: "row" }, content)
    : h("td", { class: look, "data-title": column.title || null }, content);
}

function control(filter, change) {
  const current = query().get(filter.name) ?? "";
  if (filter.type === "select") {
    const onchange = ({ target }) => change({ [filter.name]: target.value, after: null }, "push");
    return h("select", { "aria-label": filter.label, onchange },
      filter.options.map(([value, label]) => h("option", { value, selected: value === current }, label)));
  }
  let timer = 0;
  const oninput = ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ [filter.name]: target.value, after: null }, "replace"), TYPING);
  };
  return h("input", { type: "search", "aria-label": filter.label, placeholder: filter.label, value: current, oninput });
}

/**
 * The column and direction of a sort parameter.
 *
 * @param {string} text such as `name` or `-created`
 * @returns {[by: string, descending: boolean]}
 */
export function order(text) {
  return text.startsWith("-") ? [text.slice(1), true] : [text, false];
}
