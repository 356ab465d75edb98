// A conversation: its turns, the call that answers the last of them, and what all calls used.

import { h } from "/ui/shared/dom.js";
import { costOf } from "/ui/shared/reachable.js";
import { call, untold } from "./call.js";
import { AnswerTurn, Totals, nothingYet, toolTurn, userTurn } from "./talk.js";

/** @typedef {import("./forms.js").Turn} Turn */

/**
 * @param {object} parts
 * @param {() => {form: import("./forms.js").Form, wishes: import("./forms.js").Wishes,
 *   price: import("/ui/shared/reachable.js").Price | null | undefined}} parts.asked what the next call is made with
 * @param {() => Promise<string>} parts.key pays for a call
 * @param {() => void} parts.refused told when a key was
 * @param {(on: boolean) => void} parts.busy told when a call begins and ends
 */
export function conversation({ asked, key, refused, busy }) {
  const talk = h("ol", { class: "play-talk", role: "log", "aria-label": "Conversation" });
  const foot = h("div", { class: "play-foot" });
  /** @type {Turn[]} */
  let turns = [];
  let totals = new Totals();
  let waits = false;
  let running = new AbortController();

  function begin() {
    running.abort();
    turns = [];
    waits = false;
    totals = new Totals();
    foot.replaceChildren(totals.element);
    talk.replaceChildren(h("li", null, nothingYet()));
  }

  function show(element) {
    turns.length || talk.replaceChildren();
    // Only the last call can be made again.
    talk.querySelectorAll(".play-problem .button").forEach((button) => button.remove());
    talk.append(element);
    talk.scrollTop = talk.scrollHeight;
  }

  /** @param {{text: string, images: {name: string, url: string}[]}} said */
  function say({ text, images }) {
    show(userTurn({ text, images }));
    turns.push({ role: "user", text, images });
    return answer();
  }

  async function answer() {
    const { form, wishes, price } = asked();
    const view = new AnswerTurn(wishes.model);
    const mine = turns;
    show(view.element);
    running = new AbortController();
    busy(true);
    const told = await ask(form, wishes, view, running.signal);
    if (mine !== turns) {
      return;
    }
    busy(false);
    // What was refused costs nothing.
    const cost = told.facts.status === 200 ? costOf(price, told.answer.usage) : 0;
    totals.add(told.answer.usage, cost);
    view.end(told, cost, () => {
      view.element.remove();
      answer();
    });
    keep(view, told);
    talk.scrollTop = talk.scrollHeight;
  }

  async function ask(form, wishes, view, signal) {
    let text;
    try {
      text = await key();
    } catch (error) {
      const told = untold();
      told.facts.requestId = error.requestId ?? "";
      told.problem = { message: `There is no key to pay with. ${error.message}`, code: error.code ?? "" };
      return told;
    }
    const body = { ...form.body(wishes, turns), ...wishes.more };
    const told = await call({ form, body, key: text, signal, progress: (soFar) => view.show(soFar) });
    told.facts.status === 401 && refused();
    return told;
  }

  /** Takes an answer into the conversation; one that failed is none. */
  function keep(view, { answer: said, problem }) {
    if (problem || (!said.text && !said.calls.length)) {
      return;
    }
    turns.push({ role: "assistant", answer: said });
    waits = said.calls.length > 0;
    waits && view.askResults(said.calls, (results) => giveResults(said.calls, results));
  }

  function giveResults(calls, results) {
    waits = false;
    calls.forEach(({ id, name }, at) => {
      show(toolTurn({ name, text: results[at] }));
      turns.push({ role: "tool", id, name, text: results[at] });
    });
    answer();
  }

  begin();
  return {
    talk,
    foot,
    begin,
    say,
    stop: () => running.abort(),
    /** Whether results of tools are due before anything else can be said. */
    waits: () => waits,
    turns: () => [...turns],
  };
}
