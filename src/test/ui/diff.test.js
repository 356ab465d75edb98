import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, lines } from "../ui/shared/diff.js";

const signs = (pieces) => pieces.map(({ kind, text }) => ({ same: " ", added: "+", removed: "-" })[kind] + text).join("|");

test("finds the fewest lines that changed", () => {
  assert.equal(signs(lines("a\nb\nc\nd", "a\nc\nd\ne")), " a|-b| c| d|+e");
  assert.equal(signs(lines("", "x\n")), "+x");
  assert.equal(signs(lines("same\r\n", "same\n")), " same");
});

test("marks the words of a line that was replaced", () => {
  const [removed, added] = lines("You may use it daily", "You may use it weekly");
  assert.deepEqual(removed.words.filter(({ kind }) => kind === "removed").map(({ text }) => text), ["daily"]);
  assert.deepEqual(added.words.filter(({ kind }) => kind === "added").map(({ text }) => text), ["weekly"]);
});

test("marks no words where nothing was kept", () => {
  assert.equal(lines("one", "two")[0].words, undefined);
});

test("rebuilds both texts", () => {
  const before = "a b c d e f g".split(" ");
  const after = "b x c d g h a".split(" ");
  const pieces = compare(before, after);
  assert.deepEqual(pieces.filter(({ kind }) => kind !== "added").map(({ text }) => text), before);
  assert.deepEqual(pieces.filter(({ kind }) => kind !== "removed").map(({ text }) => text), after);
});

test("ends soon for long texts that share nothing", () => {
  const start = performance.now();
  lines("a\n".repeat(20_000), "b\n".repeat(20_000));
  assert.ok(performance.now() - start < 5000);
});
