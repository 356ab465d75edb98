import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { stepCountIs, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { z } from 'zod';
import { apiKey, baseURL, vendors, weather } from './gateway.js';

// Every client streams a conversation of two turns with a tool before every vendor's form.

const root = new URL('/', baseURL).href;
const openai = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
const anthropic = new Anthropic({ apiKey, baseURL: root, maxRetries: 0 });
const google = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: root } });
const vercel = createOpenAI({ apiKey, baseURL });

for (const model of vendors) {
  test(`openai, chat: ${model}`, async () => {
    const runner = openai.chat.completions.runTools({
      model,
      stream: true,
      messages: [{ role: 'user', content: 'call it' }],
      tools: [{ type: 'function', function: { ...weather, parse: JSON.parse, function: ({ city }) => `sunny, ${city}` } }],
    });

    assert.ok((await runner.finalContent()).length > 0);
    assert.ok(runner.messages.some((message) => message.role === 'tool' && message.content === 'sunny, call it'));
  });

  test(`openai, responses: ${model}`, async () => {
    const asked = { model, tools: [{ type: 'function', strict: false, ...weather }] };
    const input = [{ role: 'user', content: 'call it' }];
    const calling = await openai.responses.stream({ ...asked, input }).finalResponse();
    const call = calling.output.find(({ type }) => type === 'function_call');
    input.push(...calling.output, { type: 'function_call_output', call_id: call.call_id, output: 'sunny' });
    const answer = await openai.responses.stream({ ...asked, input }).finalResponse();

    assert.deepEqual(JSON.parse(call.arguments), { city: 'call it' });
    assert.ok(answer.output_text.length > 0);
  });

  test(`anthropic: ${model}`, async () => {
    const asked = { model, max_tokens: 200, tools: [{ name: weather.name, input_schema: weather.parameters }] };
    const messages = [{ role: 'user', content: 'call it' }];
    const calling = await anthropic.messages.stream({ ...asked, messages }).finalMessage();
    const use = calling.content.find(({ type }) => type === 'tool_use');
    messages.push(
      { role: 'assistant', content: calling.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: 'sunny' }] },
    );
    const answer = await anthropic.messages.stream({ ...asked, messages }).finalMessage();

    assert.equal(calling.stop_reason, 'tool_use');
    assert.deepEqual(use.input, { city: 'call it' });
    assert.equal(answer.stop_reason, 'end_turn');
    assert.ok(answer.content.at(-1).text.length > 0);
  });

  test(`google: ${model}`, async () => {
    const tools = [{ functionDeclarations: [{ name: weather.name, parametersJsonSchema: weather.parameters }] }];
    const chat = google.chats.create({ model, config: { tools } });
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

  for (const [way, language] of [['chat', vercel.chat(model)], ['responses', vercel.responses(model)]]) {
    test(`ai, ${way}: ${model}`, async () => {
      const { steps, text } = streamText({
        model: language,
        prompt: 'call it',
        stopWhen: stepCountIs(2),
        tools: {
          weather: tool({ inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => `sunny, ${city}` }),
        },
      });

      assert.ok((await text).length > 0);
      assert.equal((await steps)[0].toolResults[0].output, 'sunny, call it');
    });
  }
}
