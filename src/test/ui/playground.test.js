import assert from "node:assert/strict";
import { test } from "node:test";
import { events } from "../ui/playground/call.js";
import { FORMS, Refused, blank } from "../ui/playground/forms.js";
import { LANGUAGES } from "../ui/playground/languages.js";

const [CHAT, RESPONSES] = FORMS;

const WISHES = { model: "chat", system: "Be brief.", temperature: 0, cap: 5, stream: true, tools: [], more: {} };

const ANSWERED = { ...blank(), text: "", calls: [{ id: "c1", name: "weather", arguments: '{"place":"Rome"}' }], done: true };

const TURNS = [
  { role: "user", text: "look", images: [{ name: "dot.png", url: "data:image/png;base64,AA==" }] },
  { role: "assistant", answer: ANSWERED },
  { role: "tool", id: "c1", name: "weather", text: "sun" },
];

function read(form, said) {
  const answer = blank();
  said.forEach((event) => form.event(answer, event));
  return answer;
}

async function heard(chunks) {
  const body = new ReadableStream({
    start(control) {
      chunks.forEach((chunk) => control.enqueue(chunk));
      control.close();
    },
  });
  const found = [];
  for await (const data of events(body)) {
    found.push(data);
  }
  return found;
}

test("writes a conversation for chat completions", () => {
  const body = CHAT.body(WISHES, TURNS);

  assert.deepEqual(body.messages.map(({ role }) => role), ["system", "user", "assistant", "tool"]);
  assert.equal(body.messages[1].content[1].image_url.url, "data:image/png;base64,AA==");
  assert.deepEqual(body.messages[2], {
    role: "assistant", content: null,
    tool_calls: [{ id: "c1", type: "function", function: { name: "weather", arguments: '{"place":"Rome"}' } }],
  });
  assert.deepEqual(body.messages[3], { role: "tool", tool_call_id: "c1", content: "sun" });
  assert.equal(body.temperature, 0);
  assert.equal(body.max_completion_tokens, 5);
  assert.deepEqual(body.stream_options, { include_usage: true });
  assert.ok(!("tools" in body));
});

test("writes a conversation for responses", () => {
  const body = RESPONSES.body(WISHES, TURNS);

  assert.equal(body.instructions, "Be brief.");
  assert.deepEqual(body.input.map(({ type, role }) => type ?? role), ["user", "function_call", "function_call_output"]);
  assert.equal(body.input[0].content[1].type, "input_image");
  assert.equal(body.input[2].call_id, "c1");
  assert.equal(body.max_output_tokens, 5);
});

test("takes tools in either form", () => {
  const parameters = { type: "object" };
  const nested = { type: "function", function: { name: "a", parameters } };
  const flat = { type: "function", name: "a", parameters };

  for (const tools of [[nested], [flat]]) {
    assert.deepEqual(CHAT.body({ ...WISHES, tools }, []).tools, [nested]);
    assert.deepEqual(RESPONSES.body({ ...WISHES, tools }, []).tools, [flat]);
  }
});

test("puts calls of tools together from their pieces", () => {
  const piece = (index, more) => ({ choices: [{ index: 0, delta: { tool_calls: [{ index, ...more }] } }] });
  const answer = read(CHAT, [
    piece(0, { id: "c1", function: { name: "a", arguments: "" } }),
    piece(1, { id: "c2", function: { name: "b", arguments: '{"x"' } }),
    piece(0, { function: { arguments: "{}" } }),
    piece(1, { function: { arguments: ":1}" } }),
    { choices: [{ index: 1, delta: { content: "another answer" } }, { index: 0, delta: {}, finish_reason: "tool_calls" }] },
    { choices: [], usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 3 } } },
    "[DONE]",
  ]);

  assert.deepEqual(answer.calls, [{ id: "c1", name: "a", arguments: "{}" }, { id: "c2", name: "b", arguments: '{"x":1}' }]);
  assert.deepEqual(answer.usage, { input: 9, cached: 3, output: 4 });
  assert.equal(answer.text, "");
  assert.equal(answer.ending, "tool_calls");
  assert.ok(answer.done);
});

test("reads the events of responses, also those it does not know", () => {
  const answer = read(RESPONSES, [
    { type: "response.created" },
    { type: "response.reasoning_summary_text.delta", delta: "hm" },
    { type: "response.output_text.delta", delta: "he" },
    { type: "response.something_new", delta: "?" },
    { type: "response.output_text.delta", delta: "llo" },
    { type: "response.output_item.done", item: { type: "function_call", call_id: "c1", name: "a", arguments: "{}" } },
    { type: "response.completed", response: { status: "completed", usage: { input_tokens: 2, output_tokens: 1 } } },
  ]);

  assert.equal(answer.text, "hello");
  assert.equal(answer.reasoning, "hm");
  assert.deepEqual(answer.calls, [{ id: "c1", name: "a", arguments: "{}" }]);
  assert.deepEqual(answer.usage, { input: 2, cached: 0, output: 1 });
  assert.ok(answer.done);
});

test("tells errors that come in the middle", () => {
  const said = { message: "no more", code: "cut" };

  for (const [form, event] of [
    [CHAT, { error: said }],
    [RESPONSES, { type: "error", ...said }],
    [RESPONSES, { type: "response.failed", response: { error: said } }],
  ]) {
    assert.throws(() => form.event(blank(), event), (error) => error instanceof Refused && error.message === "no more" && error.code === "cut");
  }
});

test("writes code that sends what was meant, whatever the texts hold", () => {
  const body = { model: "chat", messages: [{ role: "user", content: 'it\'s """ a \\ back\nslash \\u0041 😀' }], stream: true };
  const request = { base: "http://gateway", key: "YOUR-KEY", form: CHAT, body, more: { user: "a", store: false } };
  const { curl, python, javascript, java } = Object.fromEntries(LANGUAGES.map(({ id, text }) => [id, text(request)]));
  const meant = { ...body, ...request.more };

  const sent = /-d '(.*)'$/s.exec(curl)[1].replaceAll("'\\''", "'");
  assert.deepEqual(JSON.parse(sent), meant);
  const block = /"""\n(.*)\n +"""/s.exec(java)[1].replaceAll('\\"', '"').replaceAll("\\\\", "\\");
  assert.deepEqual(JSON.parse(block), meant);
  const called = /create\((\{.*\})\);/s.exec(javascript)[1];
  assert.deepEqual(JSON.parse(called), meant);
  assert.match(python, /model="chat",\n/);
  assert.match(python, /stream=True,\n {4}extra_body=\{\n {8}"user": "a",\n {8}"store": False,\n {4}\},\n\)/);
  [curl, python, javascript, java].forEach((code) => assert.match(code, /YOUR-KEY/));
});

test("finds the same events wherever the bytes are cut", async () => {
  const bytes = new TextEncoder().encode(": hello\n\ndata: {\"a\":\"ä€😀\"}\r\n\r\nevent: x\ndata:one\ndata: two\n\ndata: [DONE]\n\n");
  const expected = ['{"a":"ä€😀"}', "one\ntwo", "[DONE]"];

  for (let cut = 0; cut <= bytes.length; cut++) {
    assert.deepEqual(await heard([bytes.subarray(0, cut), bytes.subarray(cut)]), expected, `cut at ${cut}`);
  }
  assert.deepEqual(await heard([...bytes].map((byte) => Uint8Array.of(byte))), expected);
});
