// Stopped requests: one's own and those of the tenants one looks after, and a word to say that one was stopped without reason.

import { get, post } from "/ui/shared/api.js";
import { stage } from "/ui/shared/dialog.js";
import { h, one, toast } from "/ui/shared/dom.js";
import { field, form } from "/ui/shared/form.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { guardrailCell, reportCell } from "/ui/shared/guardrails.js";
import { page } from "/ui/shared/rows.js";
import { table } from "/ui/shared/table.js";
import { lookedAfter } from "/ui/shared/tenants.js";
import { present } from "/ui/shared/views.js";

const MINE = "/api/blocked-requests";

const place = one("#stopped");

present(place, () => get("/api/tenants"), ({ data }) => list(lookedAfter(data)));

/** @param {import("/ui/shared/tenants.js").Tenant[]} tenants */
function list(tenants) {
  const requests = table({
    caption: "Requests that guardrails stopped, newest first",
    stacked: true,
    columns: [
      { name: "name", title: "Guardrail", head: true, cell: guardrailCell },
      { name: "layer", title: "Door", cell: ({ layer }) => (layer === "input" ? "your request" : "the answer") },
      { name: "model", title: "Model", cell: ({ model, request_id: id }) => h("span", null, model ?? "–", h("span", { class: "second" }, `call ${id}`)) },
      { name: "started_at", title: "When", cell: ({ started_at: at }) => h("time", { datetime: at, title: dateTime(at) }, ago(at)) },
      { name: "report", title: "Report", cell: (row) => (row.report ? reportCell(row) : reportButton(row, () => requests.reload())) },
    ],
    filters: tenants.length
      ? [{ name: "tenant", label: "Whose", type: "select", options: [["", "My own"], ...tenants.map(({ id, name }) => [id, `Those of ${name}`])] }]
      : [],
    load: (params, signal) => {
      const asked = new URLSearchParams(params);
      const tenant = asked.get("tenant");
      asked.delete("tenant");
      return page(tenant ? `/api/tenants/${encodeURIComponent(tenant)}/blocked-requests` : MINE, asked, signal);
    },
    empty: { title: "No request was stopped", text: "What a guardrail stops stands here, as long as it is in the request log." },
  });
  return requests.element;
}

function reportButton(row, done) {
  return h("button", { type: "button", class: "button button-small", "aria-label": `Report call ${row.request_id}`, onclick: () => report(row, done) },
    "Stopped without reason?");
}

/** @param {{request_id: string, name: string}} row @param {() => void} done */
function report({ request_id: id, name }, done) {
  const { body, close } = stage("Report a request");
  body.append(
    h("h2", null, "It was stopped without reason"),
    h("p", null, `The guardrail «${name}» stopped it. Nothing changes at once; whoever operates the gateway reads what you write.`),
    form({
      fields: [field("Why it should not have been stopped", h("textarea", { name: "reason", required: true, maxlength: 1000, rows: 3 }),
        { hint: "Do not repeat what must stay secret." })],
      act: "Report it",
      send: async ({ reason }) => {
        await post(`${MINE}/${encodeURIComponent(id)}/report`, { reason });
        close();
        toast("Reported.");
        done();
      },
    }));
}
