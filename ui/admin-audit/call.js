// One call of the audit trail: its facts, where it went, and what was said where that may be kept.

import { get } from "/ui/shared/api.js";
import { h } from "/ui/shared/dom.js";
import { looks } from "/ui/shared/guardrails.js";
import { attempts, headers, known, said } from "/ui/shared/story.js";
import { card, heading, present } from "/ui/shared/views.js";

/**
 * @param {Element} place
 * @param {string} id
 */
export function showCall(place, id) {
  heading({ back: ["/admin/audit", "Audit"], title: "A call" });
  present(place, () => get(`/admin/api/audit/requests/${encodeURIComponent(id)}`), (detail) => [
    card("What is known", known(detail.request, (thread) => `?thread=${encodeURIComponent(thread)}&period=30d`)),
    attempts(detail.attempts),
    detail.guardrails?.length > 0 && card("Guardrails", looks(detail.guardrails)),
    detail.content_class === "masked" && h("p", { class: "note" }, "What follows is as guardrails masked it."),
    said(detail.content),
    headers(detail.headers),
  ]);
}
