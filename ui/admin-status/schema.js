// The steps of the database's schema, and when it took them.

import { get } from "/ui/shared/api.js";
import { one } from "/ui/shared/dom.js";
import { dateTime } from "/ui/shared/format.js";
import { table } from "/ui/shared/table.js";
import { state } from "/ui/shared/views.js";

/** @typedef {{version: number, name: string, applied_at: string | null}} Step */

/** @param {Element} place */
export function schemaView(place) {
  one("#fresh").textContent = "Each start applies what is pending; sallyport migrate goes back.";
  place.append(table({
    caption: "Steps of the schema",
    columns: [
      { name: "version", title: "Step", number: true },
      { name: "name", title: "Name", head: true },
      { name: "applied_at", title: "Applied", cell: applied },
    ],
    load: async (_, signal) => ({ rows: (await get("/admin/api/database/migrations", { signal })).data.toReversed() }),
    empty: { title: "No steps", text: "The database has no schema." },
  }).element);
}

/** @param {Step} step */
const applied = ({ applied_at: at }) => (at ? dateTime(at) : state("down"));
