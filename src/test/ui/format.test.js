import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../ui/shared/format.js";

test("writes money with the decimals it needs", () => {
  assert.equal(format.money(0), "$0.00");
  assert.equal(format.money(1234.5), "$1,234.50");
  assert.equal(format.money("0.25"), "$0.25");
  assert.equal(format.money(0.000412), "$0.00041");
  assert.equal(format.money(0.0000001), "< $0.000001");
  assert.equal(format.money(-2), "−$2.00");
});

test("shows what is unknown, which is not zero", () => {
  for (const write of [format.money, format.tokens, format.count, format.percent, format.duration, format.bytes, format.date,
    format.dateTime, format.ago]) {
    assert.equal(write(null), "–");
    assert.equal(write(undefined), "–");
  }
});

test("writes tokens in four digits at most", () => {
  assert.deepEqual([0, 812, 999, 1000, 1240, 9960, 34_400, 999_600, 5_600_000, 2e9].map(format.tokens),
    ["0", "812", "999", "1k", "1.2k", "10k", "34k", "1M", "5.6M", "2B"]);
});

test("writes durations in their two largest units", () => {
  assert.deepEqual([0, 870, 1500, 42_000, 90_000, 3_600_000, 93_600_000].map(format.duration),
    ["0 ms", "870 ms", "1.5 s", "42 s", "1 min 30 s", "1 h", "1 d 2 h"]);
});

test("writes sizes and shares", () => {
  assert.deepEqual([12, 2048, 5 * 2 ** 20].map(format.bytes), ["12 B", "2.0 KB", "5.0 MB"]);
  assert.deepEqual([0, 0.034, 0.5, 1].map(format.percent), ["0 %", "3.4 %", "50 %", "100 %"]);
});

test("writes dates for sorting eyes and distances for quick ones", () => {
  const at = new Date(2026, 10, 5, 7, 3);
  assert.equal(format.date(at), "2026-11-05");
  assert.equal(format.dateTime(at), "2026-11-05 07:03");
  assert.equal(format.ago(at, at.getTime() + 30_000), "now");
  assert.equal(format.ago(at, at.getTime() + 180_000), "3 min ago");
  assert.equal(format.ago(at, at.getTime() - 2 * 86_400_000), "in 2 d");
});
