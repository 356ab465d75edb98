import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { apiKey, baseURL, counting, weather } from './gateway.js';

const client = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
const hello = [{ role: 'user', content: 'hello' }];

test('chats', async () => {
  const answer = await client.chat.completions.create({ model: 'chat', messages: hello });

  assert.match(answer.choices[0].message.content, /^You wrote "hello"/);
  assert.ok(answer.usage.total_tokens > 0);
});

test('streams', async () => {
  const stream = await client.chat.completions.create({ model: 'chat', messages: hello, stream: true });
  let text = '';
  for await (const chunk of stream) {
    text += chunk.choices[0].delta.content ?? '';
    assert.equal(chunk.usage ?? null, null);
  }

  assert.match(text, /^You wrote "hello"/);
});

test('streams with usage when asked to', async () => {
  const stream = await client.chat.completions.create({
    model: 'chat', messages: hello, stream: true, stream_options: { include_usage: true },
  });
  let last;
  for await (const chunk of stream) last = chunk;

  assert.ok(last.usage.completion_tokens > 0);
});

test('streams a tool call and sends its result', async () => {
  const runner = client.chat.completions.runTools({
    model: 'chat',
    stream: true,
    messages: [{ role: 'user', content: 'call it' }],
    tools: [{ type: 'function', function: { ...weather, parse: JSON.parse, function: ({ city }) => `sunny, ${city}` } }],
  });

  assert.ok((await runner.finalContent()).length > 0);
  assert.ok(runner.messages.some((message) => message.role === 'tool' && message.content === 'sunny, call it'));
});

test('embeds as numbers and packed', async () => {
  const asked = { model: 'embed', input: ['hello', 'world'], dimensions: 8 };
  const numbers = await client.embeddings.create({ ...asked, encoding_format: 'float' });
  const unpacked = await client.embeddings.create(asked);
  const packed = await client.embeddings.create({ ...asked, encoding_format: 'base64' });

  const bytes = Buffer.from(packed.data[0].embedding, 'base64');
  assert.equal(bytes.length, 32);
  numbers.data[0].embedding.forEach((number, i) => {
    assert.equal(Math.fround(number), bytes.readFloatLE(4 * i));
    assert.equal(Math.fround(number), Math.fround(unpacked.data[0].embedding[i]));
  });
  assert.notDeepEqual(numbers.data[0].embedding, numbers.data[1].embedding);
});

test('draws a picture', async () => {
  const drawn = await client.images.generate({ model: 'image', prompt: 'a boat' });

  assert.equal(Buffer.from(drawn.data[0].b64_json, 'base64').subarray(1, 4).toString(), 'PNG');
});

test('changes a picture', async () => {
  const image = await toFile(Buffer.alloc(100), 'boat.png', { type: 'image/png' });
  const drawn = await client.images.edit({ model: 'image', prompt: 'a red boat', image });

  assert.equal(drawn.data.length, 1);
});

test('hears an upload', async () => {
  const file = await toFile(Buffer.alloc(1 << 20), 'talk.wav');
  const heard = await client.audio.transcriptions.create({ model: 'transcribe', file });

  assert.equal(heard.text, 'Simulated transcript of 1048576 bytes from talk.wav.');
});

test('speaks', async () => {
  const spoken = await client.audio.speech.create({
    model: 'voice', voice: 'alloy', input: 'hello', response_format: 'wav',
  });

  assert.equal(Buffer.from(await spoken.arrayBuffer()).subarray(0, 4).toString(), 'RIFF');
});

test('moderates', async () => {
  const judged = await client.moderations.create({ model: 'moderate', input: 'I kill time' });

  assert.equal(judged.results[0].flagged, true);
});

test('streams a response', async () => {
  const stream = await client.responses.create({ model: 'chat', input: 'hello', stream: true });
  let text = '';
  let last;
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta') text += event.delta;
    last = event;
  }

  assert.match(text, /^You wrote "hello"/);
  assert.equal(last.type, 'response.completed');
});

test('streams a response of a backend that knows no responses', async () => {
  const tools = [{ type: 'function', strict: false, ...weather }];
  const input = [{ role: 'user', content: 'call it' }];
  const calling = await client.responses.stream({ model: 'claude', input, tools }).finalResponse();
  const [call] = calling.output;
  input.push(...calling.output, { type: 'function_call_output', call_id: call.call_id, output: 'sunny' });
  const answer = await client.responses.stream({ model: 'claude', input, tools }).finalResponse();

  assert.deepEqual(JSON.parse(call.arguments), { city: 'call it' });
  assert.ok(answer.output_text.length > 0);
  assert.ok(answer.usage.total_tokens > 0);
});

test('completes a prompt at a backend that knows no completions', async () => {
  const stream = await client.completions.create({ model: 'claude', prompt: 'hello', stream: true });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0].text;

  assert.match(text, /^You wrote "hello"/);
});

test('lists models', async () => {
  const ids = (await client.models.list()).data.map((model) => model.id);

  assert.ok(ids.includes('chat') && ids.includes('embed'));
});

test('keeps a file', async () => {
  const kept = await client.files.create({ purpose: 'batch', file: await toFile(Buffer.from('{}\n'), 'batch.jsonl') });
  const content = await client.files.content(kept.id);

  assert.equal(await content.text(), '{}\n');
});

test('shows errors', async () => {
  const stranger = new OpenAI({ apiKey: 'sk-nobody', baseURL, maxRetries: 0 });

  await assert.rejects(stranger.models.list(), { constructor: OpenAI.AuthenticationError, code: 'invalid_api_key' });
  await assert.rejects(ask('nothing'), { constructor: OpenAI.NotFoundError, code: 'model_not_found' });
  await assert.rejects(ask('two words'), { constructor: OpenAI.BadRequestError, param: 'model' });
  await assert.rejects(ask('busy'), { constructor: OpenAI.RateLimitError, type: 'rate_limit_error' });
});

test('shows that a stream was interrupted', async () => {
  const stream = await client.chat.completions.create({ model: 'breaking', messages: hello, stream: true });
  const seen = [];

  await assert.rejects(async () => {
    for await (const chunk of stream) seen.push(chunk);
  }, { constructor: OpenAI.APIError, code: /^upstream_/ });
  assert.ok(seen.length > 0);
});

test('tries again until the upstream recovers', async () => {
  const { calls, fetch } = counting();
  const patient = new OpenAI({ apiKey, baseURL, maxRetries: 2, fetch });

  await patient.chat.completions.create({ model: 'flaky', messages: hello });

  assert.deepEqual(calls.statuses, [503, 503, 200]);
  assert.deepEqual(calls.shouldRetry.slice(0, 2), ['true', 'true']);
});

test('does not try again what cannot get better', async () => {
  const { calls, fetch } = counting();
  const patient = new OpenAI({ apiKey, baseURL, maxRetries: 2, fetch });

  await assert.rejects(patient.chat.completions.create({ model: 'conflicting', messages: hello }));

  assert.deepEqual(calls, { statuses: [409], shouldRetry: ['false'] });
});

function ask(model) {
  return client.chat.completions.create({ model, messages: hello });
}
