// The conversation as it is seen: turns, the answer that is coming, tool calls to answer, what each call used.

import { copyButton, empty, h } from "/ui/shared/dom.js";
import { count, duration, money, tokens } from "/ui/shared/format.js";
import { render } from "/ui/shared/markdown.js";

/** Headings of answers stand below those of the page. */
const HEADINGS = 3;

/** Pixels from the end within which the view goes along with what comes. */
const NEAR = 60;

/** @typedef {import("./forms.js").Answer} Answer */
/** @typedef {import("./call.js").Told} Told */

/** Before the first message. */
export const nothingYet = () => empty("Say something",
  "Answers stand here, with what they used, what they cost and how long they took. The console of the browser has every request "
  + "and answer in full.");

/** @param {{text: string, images: {name: string, url: string}[]}} said */
export const userTurn = ({ text, images }) => turn("user", "You",
  text && h("p", { class: "play-text" }, text),
  images.length > 0 && h("div", { class: "play-images" }, images.map(({ name, url }) => h("img", { src: url, alt: name }))));

/** @param {{name: string, text: string}} result */
export const toolTurn = ({ name, text }) => turn("tool", `Result of ${name}`, h("pre", { class: "code-block code-line" }, text));

/** An answer, from its first word to its last. */
export class AnswerTurn {
  /** @param {string} model */
  constructor(model) {
    this.thinking = h("details", { class: "play-thinking", hidden: true }, h("summary", null, "Reasoning"), h("p", { class: "play-text" }));
    this.text = h("div", { class: "prose play-answer" });
    this.rest = h("div", { class: "play-rest" });
    this.element = turn("assistant", model, this.thinking, this.text, this.rest);
    this.element.setAttribute("aria-busy", "true");
    this.rest.append(h("span", { class: "play-waiting" }, "Waiting for the first word …"));
    this.due = 0;
  }

  /** Shows what has come so far, at most once a frame. @param {Answer} answer */
  show(answer) {
    this.due ||= requestAnimationFrame(() => {
      this.due = 0;
      this.#fill(answer);
    });
  }

  #fill({ text, reasoning }) {
    const talk = this.element.parentElement;
    const isAtEnd = talk && talk.scrollHeight - talk.scrollTop - talk.clientHeight < NEAR;
    this.thinking.hidden = !reasoning;
    this.thinking.lastChild.textContent = reasoning;
    this.text.replaceChildren(...render(text, { headings: HEADINGS }));
    (text || reasoning) && this.rest.querySelector(".play-waiting")?.remove();
    if (isAtEnd) {
      talk.scrollTop = talk.scrollHeight;
    }
  }

  /**
   * Shows how it ended.
   *
   * @param {Told} told
   * @param {number | null} cost
   * @param {() => void} again
   */
  end({ answer, facts, problem, stopped }, cost, again) {
    cancelAnimationFrame(this.due);
    this.#fill(answer);
    this.element.removeAttribute("aria-busy");
    this.rest.replaceChildren(...[
      stopped && h("p", { class: "hint" }, "You stopped the answer."),
      problem && failed(problem, facts, again),
      ...answer.calls.map(called),
      used(answer, facts, cost),
    ].filter(Boolean));
  }

  /**
   * Asks for the results of the tools that were called.
   *
   * @param {import("./forms.js").ToolCall[]} calls
   * @param {(results: string[]) => void} send
   */
  askResults(calls, send) {
    const fields = calls.map(({ name }, at) => h("textarea", {
      rows: 2, spellcheck: "false", class: "mono", "aria-label": `Result of ${name}${calls.length > 1 ? ` (${at + 1})` : ""}`,
      placeholder: "What the tool would say",
    }));
    const button = h("button", { type: "button", class: "button button-main button-small" },
      calls.length > 1 ? "Send results" : "Send result");
    button.addEventListener("click", () => {
      fields.forEach((field) => field.remove());
      button.remove();
      send(fields.map(({ value }) => value));
    });
    this.rest.querySelectorAll(".play-call").forEach((place, at) => place.append(fields[at]));
    this.rest.querySelectorAll(".play-call").item(calls.length - 1).after(button);
    fields[0].focus();
  }
}

const turn = (role, who, ...content) => h("li", { class: `turn turn-${role}` }, h("strong", { class: "turn-who" }, who), content);

function called({ name, arguments: said }) {
  return h("div", { class: "play-call" },
    h("span", { class: "hint" }, "Calls the tool ", h("code", null, name)),
    h("pre", { class: "code-block code-line" }, pretty(said)));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function failed({ message, code }, { status, requestId }, again) {
  return h("div", { class: "note note-bad play-problem", role: "alert" },
    h("p", null, h("strong", null, status >= 400 ? `Refused with ${status}. ` : "This went wrong. "), message),
    h("p", { class: "hint" }, code && [h("code", null, code), " "], requestId && ["request ", h("code", null, requestId)]),
    h("button", { type: "button", class: "button button-small", onclick: again }, "Try again"));
}

/** @param {Answer} answer @param {import("./call.js").Facts} facts @param {number | null} cost */
function used({ text, usage, ending }, { status, requestId, backend, model, loss, cache, first, total }, cost) {
  const words = [
    usage && `${count(usage.input)} in${usage.cached ? ` (${count(usage.cached)} cached)` : ""}, ${count(usage.output)} out`,
    usage && aboutCost(cost),
    first !== null && `first word ${duration(first)}`,
    `whole ${duration(total)}`,
    backend && `by ${backend}${model ? `/${model}` : ""}`,
    cache === "hit" && "from the cache",
    loss && `translation: ${loss}`,
    !["", "stop", "completed", "tool_calls"].includes(ending) && `ended by ${ending}`,
    status > 0 && status < 400 && requestId && `request ${requestId}`,
  ].filter(Boolean);
  return h("div", { class: "play-used" },
    h("span", { class: "hint" }, words.join(" · ")),
    text && copyButton(() => text));
}

const aboutCost = (cost) => (cost === null ? "cost unknown" : `about ${money(cost)}`);

/** What the whole conversation used. */
export class Totals {
  calls = 0;
  tokens = 0;
  cost = 0;
  unknown = 0;
  element = h("p", { class: "hint play-totals", role: "status" });

  /** @param {import("./forms.js").Usage | null} usage @param {number | null} cost */
  add(usage, cost) {
    this.calls++;
    this.tokens += usage ? usage.input + usage.output : 0;
    this.cost += cost ?? 0;
    this.unknown += cost === null ? 1 : 0;
    const known = this.calls > this.unknown && this.tokens > 0;
    this.element.textContent = [
      this.calls === 1 ? "1 call" : `${count(this.calls)} calls`,
      this.tokens > 0 && `${tokens(this.tokens)} tokens`,
      known && `about ${money(this.cost)}`,
      this.unknown > 0 && (known ? `${this.unknown} of unknown cost` : "cost unknown"),
    ].filter(Boolean).join(" · ");
  }
}
