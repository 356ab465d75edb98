// The two ways to ask: how a conversation is written as a request, and how an answer is read.

/**
 * One turn of a conversation.
 *
 * @typedef {{role: "user", text: string, images: {name: string, url: string}[]}
 *   | {role: "assistant", answer: Answer}
 *   | {role: "tool", id: string, name: string, text: string}} Turn
 */

/** @typedef {{id: string, name: string, arguments: string}} ToolCall */

/** Tokens as the gateway reports them. @typedef {{input: number, cached: number, output: number}} Usage */

/**
 * What came back so far.
 *
 * @typedef {object} Answer
 * @property {string} text
 * @property {string} reasoning
 * @property {ToolCall[]} calls
 * @property {Usage | null} usage
 * @property {string} ending why the model stopped, in the words of the answer
 * @property {boolean} done the answer says that it is whole
 */

/**
 * What a request is made of beside the conversation.
 *
 * @typedef {{model: string, system: string, temperature: number | null, cap: number | null, stream: boolean,
 *   tools: object[], more: Record<string, unknown>}} Wishes
 */

/**
 * @typedef {object} Form
 * @property {string} word in the address
 * @property {string} title
 * @property {string} path
 * @property {(wishes: Wishes, turns: Turn[]) => Record<string, unknown>} body without the further fields of the wishes
 * @property {(answer: Answer, json: any) => void} whole reads an answer that came in one piece
 * @property {(answer: Answer, event: any) => void} event reads one event of a stream; throws a Refused
 */

/** An answer that tells of an error after it had begun. */
export class Refused extends Error {
  /** @param {{message?: string, code?: string, type?: string} | null | undefined} said */
  constructor(said) {
    super(said?.message || "The answer ended with an error that says nothing.");
    this.code = said?.code || said?.type || "";
  }
}

/** @returns {Answer} */
export const blank = () => ({ text: "", reasoning: "", calls: [], usage: null, ending: "", done: false });

const present = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)));

/** @type {Form} */
const CHAT = {
  word: "chat",
  title: "Chat",
  path: "/v1/chat/completions",
  body: ({ model, system, temperature, cap, stream, tools }, turns) => present({
    model,
    messages: [...(system ? [{ role: "system", content: system }] : []), ...turns.map(message)],
    temperature,
    max_completion_tokens: cap,
    tools: tools.map(nested),
    stream: stream || null,
    stream_options: stream ? { include_usage: true } : null,
  }),
  whole(answer, { choices = [], usage }) {
    const { message: said = {}, finish_reason: ending } = choices[0] ?? {};
    answer.text = said.content ?? said.refusal ?? "";
    answer.reasoning = said.reasoning_content ?? said.reasoning ?? "";
    answer.calls = (said.tool_calls ?? []).map(({ id, function: called = {} }) =>
      ({ id, name: called.name ?? "", arguments: called.arguments ?? "" }));
    answer.usage = chatUsage(usage);
    answer.ending = ending ?? "";
    answer.done = true;
  },
  event(answer, event) {
    if (event === "[DONE]") {
      answer.done = true;
      return;
    }
    if (event.error) {
      throw new Refused(event.error);
    }
    answer.usage = chatUsage(event.usage) ?? answer.usage;
    for (const { index, delta = {}, finish_reason: ending } of event.choices ?? []) {
      // Of several answers the first is shown.
      if (!index) {
        answer.text += delta.content ?? delta.refusal ?? "";
        answer.reasoning += delta.reasoning_content ?? delta.reasoning ?? "";
        (delta.tool_calls ?? []).forEach((piece) => addPiece(answer, piece));
        answer.ending = ending ?? answer.ending;
      }
    }
  },
};

function message(turn) {
  if (turn.role === "tool") {
    return { role: "tool", tool_call_id: turn.id, content: turn.text };
  }
  if (turn.role === "assistant") {
    const { text, calls } = turn.answer;
    return calls.length
      ? { role: "assistant", content: text || null, tool_calls: calls.map(({ id, name, arguments: said }) =>
        ({ id, type: "function", function: { name, arguments: said } })) }
      : { role: "assistant", content: text };
  }
  return {
    role: "user",
    content: turn.images.length
      ? [{ type: "text", text: turn.text }, ...turn.images.map(({ url }) => ({ type: "image_url", image_url: { url } }))]
      : turn.text,
  };
}

function addPiece(answer, { index = 0, id, function: { name, arguments: said } = {} }) {
  answer.calls[index] ??= { id: "", name: "", arguments: "" };
  const call = answer.calls[index];
  call.id ||= id ?? "";
  call.name ||= name ?? "";
  call.arguments += said ?? "";
}

const chatUsage = (usage) => usage
  ? { input: usage.prompt_tokens ?? 0, cached: usage.prompt_tokens_details?.cached_tokens ?? 0, output: usage.completion_tokens ?? 0 }
  : null;

/** @type {Form} */
const RESPONSES = {
  word: "responses",
  title: "Responses",
  path: "/v1/responses",
  body: ({ model, system, temperature, cap, stream, tools }, turns) => present({
    model,
    instructions: system,
    input: turns.flatMap(items),
    temperature,
    max_output_tokens: cap,
    tools: tools.map(flat),
    stream: stream || null,
  }),
  whole(answer, json) {
    for (const item of json.output ?? []) {
      if (item.type === "message") {
        answer.text += (item.content ?? []).map(({ text, refusal }) => text ?? refusal ?? "").join("");
      } else if (item.type === "reasoning") {
        answer.reasoning += [...(item.summary ?? []), ...(item.content ?? [])].map(({ text }) => text ?? "").join("\n");
      } else if (item.type === "function_call") {
        answer.calls.push({ id: item.call_id, name: item.name, arguments: item.arguments ?? "" });
      }
    }
    close(answer, json);
  },
  event(answer, event) {
    if (event === "[DONE]") {
      return;
    }
    switch (event.type) {
      case "response.output_text.delta":
      case "response.refusal.delta":
        answer.text += event.delta;
        break;
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        answer.reasoning += event.delta;
        break;
      case "response.output_item.done":
        if (event.item?.type === "function_call") {
          answer.calls.push({ id: event.item.call_id, name: event.item.name, arguments: event.item.arguments ?? "" });
        }
        break;
      case "response.completed":
      case "response.incomplete":
        close(answer, event.response ?? {});
        break;
      case "response.failed":
        throw new Refused(event.response?.error);
      case "error":
        throw new Refused(event.error ?? event);
    }
  },
};

function close(answer, { status, usage, incomplete_details: incomplete, error }) {
  if (status === "failed") {
    throw new Refused(error);
  }
  answer.usage = usage
    ? { input: usage.input_tokens ?? 0, cached: usage.input_tokens_details?.cached_tokens ?? 0, output: usage.output_tokens ?? 0 }
    : null;
  answer.ending = incomplete?.reason ?? status ?? "";
  answer.done = true;
}

function items(turn) {
  if (turn.role === "tool") {
    return [{ type: "function_call_output", call_id: turn.id, output: turn.text }];
  }
  if (turn.role === "assistant") {
    const { text, calls } = turn.answer;
    return [
      ...(text ? [{ role: "assistant", content: text }] : []),
      ...calls.map(({ id, name, arguments: said }) => ({ type: "function_call", call_id: id, name, arguments: said })),
    ];
  }
  return [{
    role: "user",
    content: turn.images.length
      ? [{ type: "input_text", text: turn.text }, ...turn.images.map(({ url }) => ({ type: "input_image", image_url: url }))]
      : turn.text,
  }];
}

// A tool may be pasted in either form; each way to ask gets its own.

function nested(tool) {
  const { type, ...rest } = tool;
  return (type ?? "function") === "function" && !tool.function ? { type: "function", function: rest } : tool;
}

function flat(tool) {
  const { function: said, ...rest } = tool;
  return said ? { type: "function", ...rest, ...said } : { type: "function", ...tool };
}

export const FORMS = [CHAT, RESPONSES];
