// Requests that guardrails stopped, what members say of them, and what is decided about that.

import { put } from "/ui/shared/api.js";
import { stage } from "/ui/shared/dialog.js";
import { h, toast } from "/ui/shared/dom.js";
import { field, form } from "/ui/shared/form.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { guardrailCell, reportCell } from "/ui/shared/guardrails.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { actButton } from "/ui/shared/views.js";

const HOME = "/admin/api/guardrails/blocked";

/**
 * @typedef {{id: number, request_id: string, started_at: string, tenant_id: string, project_id: string | null,
 *   key_id: string | null, user_id: string | null, model: string | null, name: string, type: string, layer: string,
 *   kinds: string, overridden: boolean, report: string | null, reason: string | null, reported_by: string | null,
 *   answer: string | null, decided_by: string | null}} Blocked
 */

/** Every request that was stopped, newest first. */
export function blockedTable() {
  const list = table({
    caption: "Requests that guardrails stopped, newest first",
    stacked: true,
    columns: [
      { name: "name", title: "Guardrail", head: true, cell: guardrailCell },
      { name: "layer", title: "Door", cell: ({ layer, overridden }) => [layer === "input" ? "in" : "out", overridden && ", shown otherwise"] },
      { name: "tenant_id", title: "Organisation", cell: (row) => whose(row) },
      { name: "started_at", title: "When",
        cell: ({ started_at: at }) => h("time", { datetime: at, title: dateTime(at) }, ago(at)) },
      { name: "report", title: "Report", cell: reportCell },
      { name: "acts", title: "", cell: (row) => row.report && actButton("Decide", () => decide(row, () => list.reload()), { small: "small" }) },
    ],
    filters: [
      { name: "report", label: "Report", type: "select",
        options: [["", "Reported or not"], ["open", "Reported"], ["accepted", "Stopped without reason"], ["rejected", "Rightly stopped"]] },
    ],
    load: (params, signal) => page(HOME, params, signal),
    empty: { title: "No request was stopped", text: "What a guardrail stops stands here, and what members say of it." },
  });
  return list.element;
}

/** @param {Blocked} row */
function whose({ tenant_id: tenant, project_id: project, key_id: key, model, request_id: id }) {
  const more = [project && `project ${project}`, key && `key ${key}`, model && `model ${model}`, `call ${id}`].filter(Boolean);
  return h("span", null, tenant, h("span", { class: "second" }, more.join(", ")));
}

/** @param {Blocked} row @param {() => void} done */
async function decide({ request_id: id, reason, reported_by: by }, done) {
  const { body, close } = stage("Decide about a report");
  const choice = h("select", { name: "decision", required: true },
    h("option", { value: "accepted" }, "It was stopped without reason"),
    h("option", { value: "rejected" }, "It was rightly stopped"));
  body.append(
    h("h2", null, "Decide about a report"),
    h("p", null, `${by}: ${reason}`),
    form({
      fields: [
        field("Decision", choice),
        field("Answer", h("textarea", { name: "answer", required: true, maxlength: 1000, rows: 3 }),
          { hint: "Whoever reported it reads this. Guardrails themselves are changed in the settings." }),
      ],
      act: "Decide",
      send: async ({ decision, answer }) => {
        await put(`${HOME}/${encodeURIComponent(id)}/decision`, { decision, answer });
        close();
        toast("Decided.");
        done();
      },
    }));
}
