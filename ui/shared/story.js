// One call told in full: its facts, where it was tried, what was said where that may be kept.

import { outcome, prompt } from "./calls.js";
import { h } from "./dom.js";
import { bytes, count, dateTime, duration, money } from "./format.js";
import { card, facts, names } from "./views.js";

/** Why the gateway makes calls itself. */
const PURPOSES = {
  semantic_cache: "to learn what a question means",
  shadow: "to compare another target with the one that answered",
  probe: "to learn whether a target is well again",
};

/** What is known of a call. @param {Record<string, any>} call @param {(thread: string) => string} thread address of a conversation */
export function known(call, thread) {
  const talk = call.session_id ?? call.end_user_chat;
  const counted = call.input_tokens !== undefined && call.input_tokens !== null;
  return facts([
    ["Id", h("code", null, call.id)],
    ["Client's id", call.correlation_id && call.correlation_id !== call.id && h("code", null, call.correlation_id)],
    ["When", dateTime(call.started_at)],
    ["Who", call.principal],
    ["Made by the gateway", PURPOSES[call.purpose]],
    ["Behind it", [call.end_user_name, call.end_user_email].filter(Boolean).join(", ") || null],
    ["Key", call.key_id],
    ["User", call.user_id],
    ["Tenant", call.tenant_id],
    ["Project", call.project_id],
    ["Backend profile", call.backend_profile_id],
    ["From where", [call.remote_address, call.user_agent].filter(Boolean).join(", ") || null],
    ["Conversation", talk && h("a", { href: thread(talk) }, talk)],
    ["Operation", `${call.operation}, ${call.method} ${call.path}, in the form of ${call.dialect}${call.streamed ? ", streamed" : ""}`],
    ["Model", call.model],
    ["Backend", call.backend && `${call.backend}, ${call.upstream_model}`],
    ["Outcome", outcome(call)],
    ["Took", duration(call.total_us / 1000)],
    ["Tokens", counted && `${count(prompt(call))} in (${count(call.cached_input_tokens)} cached), ${count(call.output_tokens)} out`
      + ` (${count(call.reasoning_tokens)} reasoning), ${call.usage_source}`],
    ["Cost", money(call.cost_usd ?? null)],
    ["Lost in translation", call.losses?.length ? names(call.losses) : null],
    ["Sent and received", `${bytes(call.bytes_in)}, ${bytes(call.bytes_out)}`],
  ]);
}

/** Where a call was tried, when the first target did not simply answer. @param {Record<string, any>[]} all */
export function attempts(all) {
  return all.length > 0 && card("Where it was tried", h("ol", { class: "story-list" }, all.map((tried) =>
    h("li", null, `${tried.backend}, ${tried.upstream_model}: ${tried.code || tried.status}, ${duration(tried.millis)}`))));
}

/** What was said, as far as it is kept. @param {Record<string, any> | null | undefined} content */
export function said(content) {
  if (!content) {
    return card("What was said", h("p", null, "Nothing is kept of it, or its time is over."));
  }
  return [
    card("Request", text(content.request_body, content.request_cut)),
    card("Answer", text(content.response_body, content.response_cut)),
  ];
}

/** Headers of the request, without their secrets. @param {[name: string, value: string][] | null | undefined} pairs */
export const headers = (pairs) => pairs?.length > 0 && card("Headers of the request", facts(pairs));

const text = (body, cut) => [
  h("pre", { class: "story-body", tabindex: "0" }, body || "(empty)"),
  cut && h("p", { class: "second" }, "The rest was not kept; logging.max_body_size says how much is."),
];
