// Keys: a person's own, and the form that makes one, with the policies it needs accepted in place.

import { get } from "/ui/shared/api.js";
import { h, one } from "/ui/shared/dom.js";
import { monthBy, monthCell } from "/ui/shared/figures.js";
import { date } from "/ui/shared/format.js";
import { tightestCell } from "/ui/shared/limits.js";
import { ends, keyTag, lastUsed } from "/ui/shared/ownkeys.js";
import { query } from "/ui/shared/paths.js";
import { table } from "/ui/shared/table.js";
import { create } from "./create.js";

const SORTED = {
  name: (key) => key.name.toLowerCase(),
  created: (key) => key.created_at,
  ends: (key) => key.expires_at ?? "9999",
  used: (key) => key.last_used_at ?? "",
};

const list = table({
  caption: "Your keys",
  stacked: true,
  columns: [
    { name: "name", title: "Name", sortable: true, head: true, cell: ({ id, name }) => h("a", { href: `/keys/${id}` }, name) },
    { name: "preview", title: "Key", cell: ({ preview }) => h("code", null, preview) },
    { name: "profile", title: "Backend profile", cell: ({ profileName }) => profileName },
    { name: "status", title: "Status", cell: keyTag },
    { name: "ends", title: "Ends", sortable: true, cell: ends },
    { name: "used", title: "Last used", sortable: true, cell: lastUsed },
    { name: "month", title: "This month", number: true, cell: ({ month }) => monthCell(month) },
    { name: "left", title: "Left", cell: ({ tightest }) => tightestCell(tightest) },
    { name: "created", title: "Created", sortable: true, cell: ({ created_at: at }) => h("time", { datetime: at }, date(at)) },
  ],
  filters: [
    { name: "q", label: "Search keys", type: "search" },
    { name: "show", label: "Show", type: "select", options: [["", "Every key"], ["works", "Keys that work"], ["over", "Keys that are over"]] },
  ],
  sort: "-created",
  load: async (params, signal) => {
    const [keys, profiles, used, limits] = await Promise.all([
      get("/api/keys", { signal }), get("/api/profiles", { signal }), monthBy("/api/usage/breakdown?by=key"),
      get("/api/limits", { signal })]);
    const names = new Map(profiles.data.map(({ id, name }) => [id, name]));
    const rows = keys.data.map((key) => ({
      ...key, profileName: names.get(key.profile) ?? "No longer yours", month: used.get(key.id),
      tightest: limits.data.find((limit) => limit.keys.includes(key.id)),
    }));
    return { rows: sorted(rows.filter(wanted(params)), params.get("sort") ?? "-created") };
  },
  empty: {
    title: "No keys yet",
    text: "Create one, copy it into a program, and it can call the models of its backend profile.",
    act: h("button", { type: "button", class: "button button-main", onclick: () => create("", list.reload) }, "Create your first key"),
  },
});

const wanted = (params) => {
  const text = (params.get("q") ?? "").toLowerCase();
  const show = params.get("show");
  return (key) => (!show || key.works === (show === "works"))
    && `${key.name} ${key.preview} ${key.profileName}`.toLowerCase().includes(text);
};

function sorted(rows, sort) {
  const down = sort.startsWith("-");
  const value = SORTED[down ? sort.slice(1) : sort] ?? SORTED.created;
  const ascending = rows.toSorted((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
  return down ? ascending.reverse() : ascending;
}

one("#keys").append(list.element);
one("#create").addEventListener("click", () => create("", list.reload));

const asked = query().get("new");
if (asked !== null) {
  create(asked, list.reload);
}
