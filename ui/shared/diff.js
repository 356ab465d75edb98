// What changed between two texts, by line and, inside a changed line, by word.

import { h } from "./dom.js";

/** @typedef {{kind: "same" | "added" | "removed", text: string}} Piece */

/** Above so many comparisons, what lies between the common start and end counts as replaced. */
const MOST_WORK = 4_000_000;

/**
 * The steps from one list to another, by longest common subsequence.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {Piece[]}
 */
export function compare(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  const same = (text) => ({ kind: "same", text });
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function middle(before, after) {
  const removed = (text) => ({ kind: "removed", text });
  const added = (text) => ({ kind: "added", text });
  if (before.length * after.length > MOST_WORK) {
    return [...before.map(removed), ...after.map(added)];
  }
  const lengths = common(before, after);
  const pieces = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      pieces.push({ kind: "same", text: before[i] });
      i++;
      j++;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
      pieces.push(removed(before[i++]));
    } else {
      pieces.push(added(after[j++]));
    }
  }
  return [...pieces, ...before.slice(i).map(removed), ...after.slice(j).map(added)];
}

function common(before, after) {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i][j] = before[i] === after[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

/**
 * The lines of a change; a line that was replaced by another one carries its words.
 *
 * @param {string} before
 * @param {string} after
 * @returns {(Piece & {words?: Piece[]})[]}
 */
export function lines(before, after) {
  const pieces = compare(split(before), split(after));
  for (let at = 0; at < pieces.length; ) {
    const removed = run(pieces, at, "removed");
    const added = run(pieces, at + removed, "added");
    for (let pair = 0; pair < Math.min(removed, added); pair++) {
      withWords(pieces[at + pair], pieces[at + removed + pair]);
    }
    at += removed + added || 1;
  }
  return pieces;
}

const split = (text) => (text ? text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n") : []);

function run(pieces, from, kind) {
  let length = 0;
  while (pieces[from + length]?.kind === kind) {
    length++;
  }
  return length;
}

function withWords(removed, added) {
  const words = compare(removed.text.split(/(\s+)/), added.text.split(/(\s+)/));
  const kept = words.filter((word) => word.kind === "same" && word.text.trim()).length;
  if (kept) {
    removed.words = words.filter((word) => word.kind !== "added");
    added.words = words.filter((word) => word.kind !== "removed");
  }
}

/**
 * A change to look at; long unchanged stretches are folded.
 *
 * @param {string} before
 * @param {string} after
 * @param {{around?: number}} [options] unchanged lines shown around each change
 */
export function diffView(before, after, { around = 3 } = {}) {
  const all = lines(before, after);
  if (all.every((line) => line.kind === "same")) {
    return h("p", { class: "hint" }, "Nothing changed.");
  }
  const near = new Set();
  all.forEach((line, at) => {
    for (let i = at - around; line.kind !== "same" && i <= at + around; i++) {
      near.add(i);
    }
  });
  // A fold of one line would be as long as the line.
  all.forEach((_, at) => near.has(at - 1) && near.has(at + 1) && near.add(at));
  const view = h("div", { class: "diff", role: "group", "aria-label": "Changes" });
  let hidden = 0;
  all.forEach((line, at) => {
    if (!near.has(at)) {
      hidden++;
      return;
    }
    view.append(...gap(hidden), lineView(line));
    hidden = 0;
  });
  view.append(...gap(hidden));
  return view;
}

const gap = (hidden) => (hidden ? [h("div", { class: "diff-gap" }, `${hidden} unchanged lines`)] : []);

function lineView(line) {
  const mark = line.kind === "added" ? "ins" : "del";
  const words = line.words?.map((word) => (word.kind === "same" ? word.text : h(mark, null, word.text)));
  const spoken = line.kind === "same" ? null : h("span", { class: "out-of-sight" }, `${line.kind}: `);
  return h("div", { class: `diff-${line.kind}` }, spoken, words ?? line.text);
}
