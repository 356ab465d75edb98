// What came of trying a backend.

import { h } from "/ui/shared/dom.js";
import { count, duration } from "/ui/shared/format.js";
import { names } from "/ui/shared/views.js";

/** Names of models shown at once. */
const SHOWN = 20;

/**
 * @param {{ok: boolean, status: number, latency_ms: number, detail: string, found: number, models: string[]}} trial
 * @returns {HTMLElement}
 */
export function trialNote({ ok, status, latency_ms: latency, detail, found, models }) {
  const answer = status ? `status ${status} after ${duration(latency)}` : `no answer after ${duration(latency)}`;
  return h("div", { class: `note ${ok ? "note-good" : "note-bad"}` },
    h("p", null, h("strong", null, ok ? "It works" : "It does not work"), ` – ${detail} (${answer})`),
    found > 0 && h("p", null, names(models.slice(0, SHOWN)), found > SHOWN && ` and ${count(found - SHOWN)} more`));
}
