import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, FunctionCallingConfigMode, GoogleGenAI } from '@google/genai';
import { apiKey, baseURL, weather } from './gateway.js';

const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: new URL('/', baseURL).href } });
const tools = [{ functionDeclarations: [{ name: weather.name, parametersJsonSchema: weather.parameters }] }];

// The same client before a vendor of each form.
for (const model of ['gemini', 'chat', 'claude']) {
  test(`${model}: answers`, async () => {
    const answer = await client.models.generateContent({ model, contents: 'hello' });

    assert.match(answer.text, /^You wrote "hello"/);
    assert.equal(answer.candidates[0].finishReason, 'STOP');
    assert.ok(answer.usageMetadata.totalTokenCount > 0);
  });

  test(`${model}: streams`, async () => {
    const stream = await client.models.generateContentStream({ model, contents: 'hello' });
    let text = '';
    let last;
    for await (const chunk of stream) {
      text += chunk.text ?? '';
      last = chunk;
    }

    assert.match(text, /^You wrote "hello"/);
    assert.equal(last.candidates[0].finishReason, 'STOP');
  });

  test(`${model}: streams a conversation with a tool`, async () => {
    const chat = client.chats.create({ model, config: { tools, systemInstruction: 'Be brief.' } });
    const calls = [];
    for await (const chunk of await chat.sendMessageStream({ message: 'call it' })) {
      calls.push(...(chunk.functionCalls ?? []));
    }
    const results = calls.map(({ id, name }) => ({ functionResponse: { id, name, response: { output: 'sunny' } } }));
    let text = '';
    for await (const chunk of await chat.sendMessageStream({ message: results })) text += chunk.text ?? '';

    assert.deepEqual(calls.map(({ name, args }) => [name, args]), [['weather', { city: 'call it' }]]);
    assert.ok(text.length > 0);
  });

  test(`${model}: calls the tool it is told to`, async () => {
    const answer = await client.models.generateContent({
      model,
      contents: 'hello',
      config: { tools, toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } } },
    });

    assert.equal(answer.functionCalls[0].name, 'weather');
  });

  test(`${model}: counts tokens`, async () => {
    const { totalTokens } = await client.models.countTokens({ model, contents: 'hello' });

    assert.ok(totalTokens > 0);
  });
}

test('reads errors', async () => {
  await assert.rejects(
    client.models.generateContent({ model: 'nothing', contents: 'hello' }),
    (error) => error instanceof ApiError && error.status === 404,
  );
});
