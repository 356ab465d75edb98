import assert from "node:assert/strict";
import { test } from "node:test";
import { pick } from "../ui/shared/rows.js";

const ROWS = [{ name: "beta", ms: 12 }, { name: "Alpha", ms: null }, { name: "gamma", ms: 3 }];
const HOW = { text: (row) => row.name, by: { name: (row) => row.name, ms: (row) => row.ms } };

const found = (query) => pick([...ROWS], new URLSearchParams(query), HOW).rows.map(({ name }) => name);

test("finds rows whatever the case", () => {
  assert.deepEqual(found("q=ALP"), ["Alpha"]);
  assert.deepEqual(found(""), ["beta", "Alpha", "gamma"]);
});

test("sorts names as words and numbers as numbers", () => {
  assert.deepEqual(found("sort=name"), ["Alpha", "beta", "gamma"]);
  assert.deepEqual(found("sort=-name"), ["gamma", "beta", "Alpha"]);
  assert.deepEqual(found("sort=ms").slice(0, 2), ["gamma", "beta"]);
});

test("puts what is unknown last, and leaves an unknown order alone", () => {
  assert.equal(found("sort=ms").at(-1), "Alpha");
  assert.equal(found("sort=-ms").at(-1), "Alpha");
  assert.deepEqual(found("sort=nothing"), ["beta", "Alpha", "gamma"]);
});
