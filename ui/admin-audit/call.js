// One call of the audit trail: its facts, where it went, and what was said where that may be kept.

import { get } from "/ui/shared/api.js";
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
    said(detail.content),
    headers(detail.headers),
  ]);
}
