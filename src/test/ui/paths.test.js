import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../ui/shared/live.js";
import { safePath, withQuery } from "../ui/shared/paths.js";
import { nice } from "../ui/shared/scale.js";
import { order } from "../ui/shared/table.js";

test("goes on only to paths of this site", () => {
  for (const good of ["/", "/keys", "/keys?sort=-name&q=a%20b#x"]) {
    assert.equal(safePath(good), good);
  }
  for (const bad of [null, "", "keys", "//evil.example", "/\\evil", "https://evil", "javascript:alert(1)", "/\t/evil", "/\nevil", "/ä"]) {
    assert.equal(safePath(bad), "/");
  }
});

test("changes only the named parameters", () => {
  assert.equal(withQuery("?a=1&b=2", { b: null, c: "x y" }), "?a=1&c=x+y");
  assert.equal(withQuery("?a=1", { a: "" }), "");
});

test("reads the order of a table", () => {
  assert.deepEqual(order("-created"), ["created", true]);
  assert.deepEqual(order("name"), ["name", false]);
});

test("puts round numbers beside a chart", () => {
  assert.deepEqual(nice(0), [0, 1]);
  assert.deepEqual(nice(7), [0, 2, 4, 6, 8]);
  assert.deepEqual(nice(0.0003), [0, 0.0001, 0.0002, 0.0003]);
  for (const highest of [1, 3, 9.9, 47, 1234, 1e-7, 8e9]) {
    assert.ok(nice(highest).at(-1) >= highest);
    assert.ok(nice(highest).length <= 6);
  }
});

test("waits longer after each failure, up to a minute", () => {
  assert.deepEqual([0, 1, 2, 9].map((failures) => pause(5000, failures)), [5000, 10_000, 20_000, 60_000]);
});
