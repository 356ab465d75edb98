import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAI } from '@ai-sdk/openai';
import {
  APICallError, embedMany, experimental_generateSpeech, experimental_transcribe, generateImage, generateObject,
  generateText, stepCountIs, streamText, tool,
} from 'ai';
import { z } from 'zod';
import { apiKey, baseURL, counting } from './gateway.js';

const openai = createOpenAI({ apiKey, baseURL });
const weather = tool({
  description: 'weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `sunny, ${city}`,
});

// The client's two ways to talk to a language model.
const ways = [
  ['chat', openai.chat('chat')],
  ['responses', openai.responses('chat')],
  ['chat in translation', openai.chat('claude')],
  ['responses in translation', openai.responses('claude')],
];
for (const [way, model] of ways) {
  test(`answers by ${way}`, async () => {
    const { text, usage } = await generateText({ model, prompt: 'hello' });

    assert.match(text, /^You wrote "hello"/);
    assert.ok(usage.outputTokens > 0);
  });

  test(`streams by ${way}`, async () => {
    const { textStream, totalUsage } = streamText({ model, prompt: 'hello' });
    let text = '';
    for await (const piece of textStream) text += piece;

    assert.match(text, /^You wrote "hello"/);
    assert.ok((await totalUsage).outputTokens > 0);
  });

  test(`uses a tool by ${way}`, async () => {
    const { steps, text } = await generateText({
      model, prompt: 'call it', tools: { weather }, stopWhen: stepCountIs(2),
    });

    assert.deepEqual(steps[0].toolCalls[0].input, { city: 'call it' });
    assert.equal(steps[0].toolResults[0].output, 'sunny, call it');
    assert.ok(text.length > 0);
  });

  test(`makes an object by ${way}`, async () => {
    const { object } = await generateObject({ model, prompt: 'hello', schema: z.object({ city: z.string() }) });

    assert.equal(typeof object.city, 'string');
  });
}

test('embeds', async () => {
  const { embeddings } = await embedMany({ model: openai.embedding('embed'), values: ['hello', 'world'] });

  assert.deepEqual(embeddings.map((vector) => vector.length), [1536, 1536]);
});

test('draws a picture', async () => {
  const { image } = await generateImage({ model: openai.image('image'), prompt: 'a boat' });

  assert.equal(image.mediaType, 'image/png');
});

test('speaks and hears', async () => {
  const { audio } = await experimental_generateSpeech({
    model: openai.speech('voice'), text: 'hello', outputFormat: 'wav',
  });
  const { text } = await experimental_transcribe({ model: openai.transcription('transcribe'), audio: audio.uint8Array });

  assert.match(text, /^Simulated transcript of 1644 bytes/);
});

test('tries again until the upstream recovers', async () => {
  const { calls, fetch } = counting();
  const patient = createOpenAI({ apiKey, baseURL, fetch });

  await generateText({ model: patient.chat('flaky-too'), prompt: 'hello', maxRetries: 2 });

  assert.deepEqual(calls.statuses, [503, 200]);
});

test('shows errors', async () => {
  await assert.rejects(generateText({ model: openai.chat('nothing'), prompt: 'hello' }), (error) => {
    assert.ok(APICallError.isInstance(error));
    assert.equal(error.statusCode, 404);
    assert.equal(error.isRetryable, false);
    assert.match(error.message, /does not exist/);
    return true;
  });
});

test('shows that a stream was interrupted', async () => {
  const errors = [];
  const { fullStream } = streamText({
    model: openai.chat('breaking'), prompt: 'hello', onError: ({ error }) => errors.push(error),
  });
  for await (const part of fullStream) assert.notEqual(part.type, 'abort');

  assert.equal(errors.length, 1);
});
