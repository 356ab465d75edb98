// How clients are set up: lines to copy, filled with address, key and model.

import { get } from "./api.js";
import { copyButton, h } from "./dom.js";

/** Stands where a key belongs until one is there. */
export const NO_KEY = "YOUR-KEY";

const NO_MODEL = "YOUR-MODEL";
const HELLO = "Hello, who are you?";

/**
 * What the lines are filled with.
 *
 * @typedef {{base: string, key: string, model: string}} Filling
 */

/**
 * Where programs call this gateway: as configured, else as this page was reached.
 *
 * @returns {Promise<string>} without a slash at its end
 */
export async function baseUrl() {
  const { base_url: base } = await get("/api/connect");
  return (base ?? location.origin).replace(/\/+$/, "");
}

/**
 * A chat model to try: one with a name an operator gave it, when there is one.
 *
 * @param {string} [profile] id of the backend profile that must reach it
 */
export async function chatModel(profile = "") {
  const params = new URLSearchParams({ type: "llm", limit: "200", ...(profile && { profile }) });
  const { data } = await get(`/api/models?${params}`);
  return (data.find(({ alias }) => alias) ?? data[0])?.id ?? NO_MODEL;
}

// Printable ASCII in JSON's quotes means the same in JavaScript, Python, Java, TOML and YAML.
const quoted = (text) => JSON.stringify(text);
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * @typedef {{id: string, name: string, language: string, before: string, text: (filling: Filling) => string,
 *   after?: string}} Client
 */

/** @type {Client[]} */
export const CLIENTS = [
  {
    id: "curl",
    name: "curl",
    before: "In a terminal, nothing to install:",
    text: ({ base, key, model }) => `curl ${base}/v1/chat/completions \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d ${shell(JSON.stringify({ model, messages: [{ role: "user", content: HELLO }] }))}`,
  },
  {
    id: "python",
    name: "Python",
    before: "OpenAI's SDK, pip install openai:",
    text: ({ base, key, model }) => `from openai import OpenAI

client = OpenAI(
    base_url=${quoted(`${base}/v1`)},
    api_key=${quoted(key)},
)
answer = client.chat.completions.create(
    model=${quoted(model)},
    messages=[{"role": "user", "content": ${quoted(HELLO)}}],
)
print(answer.choices[0].message.content)`,
  },
  {
    id: "node",
    name: "Node",
    before: "OpenAI's SDK, npm install openai:",
    text: ({ base, key, model }) => `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${quoted(`${base}/v1`)},
  apiKey: ${quoted(key)},
});
const answer = await client.chat.completions.create({
  model: ${quoted(model)},
  messages: [{ role: "user", content: ${quoted(HELLO)} }],
});
console.log(answer.choices[0].message.content);`,
  },
  {
    id: "java",
    name: "Java",
    before: "OpenAI's SDK, com.openai:openai-java:",
    text: ({ base, key, model }) => `OpenAIClient client = OpenAIOkHttpClient.builder()
        .baseUrl(${quoted(`${base}/v1`)})
        .apiKey(${quoted(key)})
        .build();

ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
        .model(${quoted(model)})
        .addUserMessage(${quoted(HELLO)})
        .build();

client.chat().completions().create(question).choices().stream()
        .flatMap(choice -> choice.message().content().stream())
        .forEach(System.out::println);`,
  },
  {
    id: "anthropic",
    name: "Anthropic SDK",
    before: "pip install anthropic; the address stands without /v1:",
    text: ({ base, key, model }) => `from anthropic import Anthropic

client = Anthropic(
    base_url=${quoted(base)},
    api_key=${quoted(key)},
)
message = client.messages.create(
    model=${quoted(model)},
    max_tokens=1024,
    messages=[{"role": "user", "content": ${quoted(HELLO)}}],
)
print(message.content[0].text)`,
  },
  {
    id: "claude-code",
    name: "Claude Code",
    before: "In the shell that starts it, or in its settings under env:",
    text: ({ base, key, model }) => `export ANTHROPIC_BASE_URL=${shell(base)}
export ANTHROPIC_AUTH_TOKEN=${shell(key)}
export ANTHROPIC_MODEL=${shell(model)}
claude`,
  },
  {
    id: "codex",
    name: "Codex",
    before: "In ~/.codex/config.toml:",
    text: ({ base, model }) => `model = ${quoted(model)}
model_provider = "sallyport"

[model_providers.sallyport]
name = "Sallyport"
base_url = ${quoted(`${base}/v1`)}
env_key = "SALLYPORT_API_KEY"
wire_api = "responses"`,
    after: "Set SALLYPORT_API_KEY to your key in the shell that starts it.",
  },
  {
    id: "continue",
    name: "VS Code Continue",
    before: "In ~/.continue/config.yaml:",
    text: ({ base, key, model }) => `name: Sallyport
version: 1.0.0
schema: v1
models:
  - name: ${quoted(model)}
    provider: openai
    model: ${quoted(model)}
    apiBase: ${quoted(`${base}/v1`)}
    apiKey: ${quoted(key)}`,
  },
  {
    id: "open-webui",
    name: "Open WebUI",
    before: "One connection for all who use it:",
    text: ({ base, key }) => `docker run -d -p 3000:8080 -v open-webui:/app/backend/data \\
  -e OPENAI_API_BASE_URL=${shell(`${base}/v1`)} \\
  -e OPENAI_API_KEY=${shell(key)} \\
  -e ENABLE_FORWARD_USER_INFO_HEADERS=true \\
  ghcr.io/open-webui/open-webui:main`,
    after: "The last variable tells the gateway who asks; it counts for keys that opted in to Open WebUI only.",
  },
  {
    id: "langchain4j",
    name: "LangChain4j",
    before: "dev.langchain4j:langchain4j-open-ai:",
    text: ({ base, key, model }) => `ChatModel model = OpenAiChatModel.builder()
        .baseUrl(${quoted(`${base}/v1`)})
        .apiKey(${quoted(key)})
        .modelName(${quoted(model)})
        .build();

System.out.println(model.chat(${quoted(HELLO)}));`,
  },
  {
    id: "spring-ai",
    name: "Spring AI",
    before: "application.yaml of Spring AI 1; the address stands without /v1:",
    text: ({ base, key, model }) => `spring:
  ai:
    openai:
      base-url: ${quoted(base)}
      api-key: ${quoted(key)}
      chat:
        options:
          model: ${quoted(model)}`,
  },
];

/**
 * A text to copy.
 *
 * @param {string} text
 * @param {string} label names it for screen readers and on the button
 */
export function codeBlock(text, label) {
  return h("div", { class: "code-copy" },
    h("pre", { class: text.includes("\n") ? "code-block" : "code-block code-line", tabindex: "0", role: "region", "aria-label": label }, h("code", null, text)),
    copyButton(() => text));
}

/**
 * The lines of one client.
 *
 * @param {Client} client
 * @param {Filling} filling
 */
export function clientView({ name, before, text, after }, filling) {
  return h("div", { class: "client" },
    before && h("p", { class: "hint" }, before),
    codeBlock(text(filling), `Set-up for ${name}`),
    after && h("p", { class: "hint" }, after));
}

/**
 * Tabs: one button for each client, arrow keys between them, and the lines of the chosen one.
 *
 * @param {Client[]} clients
 * @param {{chosen?: string, show: (client: Client) => Node, choose?: (id: string) => void}} parts choose: told what was
 *   clicked
 */
export function clientTabs(clients, { chosen, show, choose = () => {} }) {
  const panel = h("div", { class: "client-lines", role: "tabpanel" });
  const tabs = clients.map((client) =>
    h("button", { type: "button", role: "tab", class: "client-tab", onclick: () => open(client, "click") }, client.name));
  const list = h("div", { class: "client-tabs", role: "tablist", "aria-label": "Client" }, tabs);

  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = tabs.indexOf(document.activeElement);
    if (step && at >= 0) {
      event.preventDefault();
      const next = (at + step + tabs.length) % tabs.length;
      tabs[next].focus();
      open(clients[next], "click");
    }
  });

  function open(client, how) {
    tabs.forEach((tab, at) => {
      const here = clients[at] === client;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
    });
    panel.setAttribute("aria-label", client.name);
    panel.replaceChildren(show(client));
    how === "click" && choose(client.id);
  }

  open(clients.find(({ id }) => id === chosen) ?? clients[0]);
  return h("div", { class: "client-lines" }, list, panel);
}
