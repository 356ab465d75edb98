import assert from "node:assert/strict";
import { test } from "node:test";
import { blocks, inline, safeLink } from "../ui/shared/markdown.js";

const text = (text) => ({ kind: "text", text });

test("leaves HTML and images the text they are", () => {
  assert.deepEqual(inline("<img src=x onerror=alert(1)> &lt;b&gt;"), [text("<img src=x onerror=alert(1)> &lt;b&gt;")]);
  assert.deepEqual(inline("![logo](https://a.example/x.png)"), [
    { kind: "link", href: "https://a.example/x.png", children: [text("logo")] },
  ]);
});

test("links only to http, https and mailto", () => {
  assert.equal(safeLink("https://a.example/b?c=d#e"), "https://a.example/b?c=d#e");
  assert.equal(safeLink("mailto:a@b.example"), "mailto:a@b.example");
  for (const bad of ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "/keys", "https://user:pw@evil.example",
    "vbscript:x", "https:evil", "java\tscript:x", "blob:https://a/b"]) {
    assert.equal(safeLink(bad), "", bad);
  }
  assert.deepEqual(inline("[x](javascript:alert)"), [text("[x](javascript:alert)")]);
});

test("knows emphasis, code and escapes", () => {
  assert.deepEqual(inline("a **b *c*** `d*e*` \\*f\\* snake_case_word"), [
    text("a "),
    { kind: "strong", children: [text("b "), { kind: "emphasis", children: [text("c")] }] },
    text(" "),
    { kind: "span-code", text: "d*e*" },
    text(" *f* snake_case_word"),
  ]);
});

test("knows headings, lists, quotes, rules and code blocks", () => {
  const kinds = blocks("# A #\n\ntext\nmore\n\n- one\n- two\n\n  still two\n\n3. x\n\n> said\n\n---\n\n```js\n<b>*x*\n```\nend");
  assert.deepEqual(kinds.map(({ kind }) => kind),
    ["heading", "paragraph", "bullets", "ordered", "quote", "rule", "code", "paragraph"]);
  assert.equal(kinds[2].children.length, 2);
  assert.equal(kinds[6].text, "<b>*x*");
});

test("keeps every character of a text without markup", () => {
  const wild = "** not closed * and _ [a](b c) `tick \u202e\u200b ]( <script>";
  assert.equal(inline(wild).map((token) => token.text).join(""), wild);
});

test("ends soon for texts made to be slow", () => {
  for (const hostile of ["**".repeat(50_000), "[".repeat(100_000), "`".repeat(100_000), "* ".repeat(50_000),
    ">".repeat(50_000), "*a _b ".repeat(20_000), "- ".repeat(50_000) + "x", "#".repeat(100_000), "- a\n\n".repeat(20_000)]) {
    const start = performance.now();
    blocks(hostile);
    assert.ok(performance.now() - start < 5000, `${hostile.slice(0, 6)} took ${performance.now() - start} ms`);
  }
});
