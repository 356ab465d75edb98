// One call of the audit trail: its facts, where it went, and what was said where that may be kept.

import { get } from "/ui/shared/api.js";
import { h } from "/ui/shared/dom.js";
import { bytes, count, dateTime, duration, money } from "/ui/shared/format.js";
import { card, facts, heading, present } from "/ui/shared/views.js";

/**
 * @param {Element} place
 * @param {string} id
 */
export function showCall(place, id) {
  heading({ back: ["/admin/audit", "Audit"], title: "A call" });
  present(place, () => get(`/admin/api/audit/requests/${encodeURIComponent(id)}`), (detail) => [
    card("What is known", known(detail.request)),
    attempts(detail.attempts),
    said(detail.content),
    detail.headers && card("Headers of the request", facts(detail.headers.map(([name, value]) => [name, value]))),
  ]);
}

function known(call) {
  const thread = call.session_id ?? call.end_user_chat;
  return facts([
    ["Id", call.id],
    ["When", dateTime(call.started_at)],
    ["Who", call.principal],
    ["Behind it", [call.end_user_name, call.end_user_email].filter(Boolean).join(", ") || null],
    ["Key", call.key_id],
    ["User", call.user_id],
    ["Tenant", call.tenant_id],
    ["From where", call.remote_address],
    ["Conversation", thread && h("a", { href: `?thread=${encodeURIComponent(thread)}&period=30d` }, thread)],
    ["Operation", `${call.operation}, ${call.method} ${call.path}`],
    ["Model", call.model],
    ["Backend", call.backend && `${call.backend}, ${call.upstream_model}`],
    ["Outcome", call.success ? String(call.status) : `${call.status} ${call.code}`],
    ["Took", duration(call.total_us / 1000)],
    ["Tokens", call.input_tokens === undefined || call.input_tokens === null
      ? null : `${count(call.input_tokens)} in, ${count(call.output_tokens)} out`],
    ["Cost", money(call.cost_usd ?? null)],
    ["Sent and received", `${bytes(call.bytes_in)}, ${bytes(call.bytes_out)}`],
  ]);
}

function attempts(all) {
  return all.length > 1 && card("Where it was tried", h("ol", null, all.map((tried) =>
    h("li", null, `${tried.backend}, ${tried.upstream_model}: ${tried.code || tried.status}, ${duration(tried.millis)}`))));
}

function said(content) {
  if (!content) {
    return card("What was said", h("p", null, "Nothing is kept of it, or its time is over."));
  }
  return [
    card("Request", text(content.request_body, content.request_cut)),
    card("Answer", text(content.response_body, content.response_cut)),
  ];
}

const text = (body, cut) => [
  h("pre", { class: "audit-body", tabindex: "0" }, body || "(empty)"),
  cut && h("p", { class: "second" }, "The rest was not kept; logging.max_body_size says how much is."),
];
