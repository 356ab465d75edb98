// One call, as any program makes it: sent with a key, read as it arrives, timed, and told to the browser's console.

import { Refused, blank } from "./forms.js";

/** Events of one answer that the console is told; an endless stream would fill the memory of the page. */
const MOST_EVENTS = 5000;

/**
 * What is known of a call beside its answer. Times are milliseconds since it was sent.
 *
 * @typedef {{status: number, requestId: string, backend: string, model: string, loss: string, cache: string,
 *   first: number | null, total: number}} Facts
 */

/**
 * @typedef {object} Told how a call went
 * @property {import("./forms.js").Answer} answer
 * @property {Facts} facts
 * @property {{message: string, code: string} | null} problem
 * @property {boolean} stopped by the person
 */

/** Of a call that was not made yet. @returns {Told} */
export const untold = () => ({
  answer: blank(),
  facts: { status: 0, requestId: "", backend: "", model: "", loss: "", cache: "", first: null, total: 0 },
  problem: null,
  stopped: false,
});

/**
 * Makes a call. It never throws: whatever goes wrong is told.
 *
 * @param {{form: import("./forms.js").Form, body: Record<string, unknown>, key: string, signal: AbortSignal,
 *   progress: (answer: import("./forms.js").Answer) => void}} parts
 * @returns {Promise<Told>}
 */
export async function call({ form, body, key, signal, progress }) {
  const told = untold();
  const { answer, facts } = told;
  const heard = [];
  const begun = performance.now();
  console.info("Playground request", { method: "POST", path: form.path, authorization: "Bearer ***", body });
  try {
    const reply = await fetch(form.path, {
      method: "POST",
      signal,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
    });
    note(facts, reply);
    if (reply.headers.get("content-type")?.startsWith("text/event-stream")) {
      await follow(reply, form, answer, (event) => {
        heard.length < MOST_EVENTS && heard.push(event);
        facts.first ??= answer.text || answer.reasoning || answer.calls.length ? performance.now() - begun : null;
        progress(answer);
      });
    } else {
      heard.push(await whole(reply, form, answer));
    }
  } catch (error) {
    told.stopped = error.name === "AbortError";
    told.problem = told.stopped ? null : problem(error, facts);
  }
  facts.total = performance.now() - begun;
  // A call of which only pieces arrived has none that could be answered.
  answer.calls = answer.done ? answer.calls.filter(Boolean) : [];
  console.info("Playground response", { ...facts, stopped: told.stopped, problem: told.problem, heard });
  return told;
}

async function follow(reply, form, answer, heard) {
  for await (const data of events(reply.body)) {
    const event = data === "[DONE]" ? data : parse(data);
    form.event(answer, event);
    heard(event);
  }
  if (!answer.done) {
    throw new Refused({ message: "The answer was cut: it ended without its closing event.", code: "cut" });
  }
}

async function whole(reply, form, answer) {
  const json = parse(await reply.text());
  if (!reply.ok || json?.error) {
    throw new Refused(json?.error);
  }
  form.whole(answer, json);
  return json;
}

function note(facts, { status, headers }) {
  const said = (name) => headers.get(name) ?? "";
  facts.status = status;
  facts.requestId = said("x-request-id");
  facts.backend = said("x-sallyport-backend");
  facts.model = said("x-sallyport-model");
  facts.loss = said("x-sallyport-loss");
  facts.cache = said("x-sallyport-cache");
}

function problem(error, { status }) {
  if (error instanceof Refused) {
    return { message: error.message, code: error.code };
  }
  return status
    ? { message: "The connection broke while the answer was coming.", code: "" }
    : { message: "The gateway cannot be reached.", code: "unreachable" };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused({ message: "What came back is no JSON.", code: "no_json" });
  }
}

/**
 * The data of every server-sent event.
 *
 * @param {ReadableStream<Uint8Array>} body
 */
export async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let data = [];
  try {
    while (true) {
      const { value, done } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split(/\r\n|\n/);
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith("data:")) {
          data.push(line.slice(5).replace(/^ /, ""));
        } else if (line === "" && data.length) {
          yield data.join("\n");
          data = [];
        }
      }
      if (done) {
        return;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
