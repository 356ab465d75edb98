// The call as code: the request that would go next, for a terminal and three languages, with a placeholder for the key.

import { NO_KEY, clientTabs, codeBlock } from "/ui/shared/clients.js";
import { h } from "/ui/shared/dom.js";

/** Names of the parameters that a method of the Python SDK does not take by itself go into `extra_body`. */
const METHODS = { chat: "chat.completions.create", responses: "responses.create" };

/** @typedef {{base: string, form: import("./forms.js").Form, body: Record<string, unknown>, more: Record<string, unknown>}} Request */

const json = (value) => JSON.stringify(value, null, 2);
const indented = (text, by) => text.replaceAll("\n", `\n${" ".repeat(by)}`);

function curl({ base, form, body, more }) {
  return `curl ${base}${form.path} \\
  -H 'Authorization: Bearer ${NO_KEY}' \\
  -H 'Content-Type: application/json' \\
  -d '${json({ ...body, ...more }).replaceAll("'", "'\\''")}'`;
}

function python({ base, form, body, more }) {
  const extra = Object.keys(more).length ? { extra_body: more } : {};
  const fields = Object.entries({ ...body, ...extra }).map(([name, value]) => `    ${name}=${indented(literal(value), 4)},\n`).join("");
  return `from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(`${base}/v1`)},
    api_key="${NO_KEY}",
)
answer = client.${METHODS[form.word]}(
${fields})
${body.stream ? "for event in answer:\n    print(event)" : "print(answer)"}`;
}

/** JSON as Python writes it; strings are the same in both. */
function literal(value) {
  if (Array.isArray(value)) {
    return value.length ? `[\n${value.map((one) => `    ${indented(literal(one), 4)},\n`).join("")}]` : "[]";
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, one]) => `    ${JSON.stringify(name)}: ${indented(literal(one), 4)},\n`);
    return members.length ? `{\n${members.join("")}}` : "{}";
  }
  return { true: "True", false: "False", null: "None" }[String(value)] && typeof value !== "string"
    ? { true: "True", false: "False", null: "None" }[String(value)]
    : JSON.stringify(value);
}

function javascript({ base, form, body, more }) {
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${JSON.stringify(`${base}/v1`)},
  apiKey: "${NO_KEY}",
});
const answer = await client.${METHODS[form.word]}(${json({ ...body, ...more })});
${body.stream ? "for await (const event of answer) {\n  console.log(event);\n}" : "console.log(answer);"}`;
}

function java({ base, form, body, more }) {
  const text = json({ ...body, ...more }).replaceAll("\\", "\\\\").replaceAll('"""', '\\"""');
  return `HttpRequest request = HttpRequest.newBuilder(URI.create(${JSON.stringify(base + form.path)}))
        .header("Authorization", "Bearer ${NO_KEY}")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("""
                ${indented(text, 16)}
                """))
        .build();

HttpClient.newHttpClient()
        .send(request, BodyHandlers.ofLines())
        .body()
        .forEach(System.out::println);`;
}

const LANGUAGES = [
  { id: "curl", name: "curl", before: "In a terminal:", text: curl },
  { id: "python", name: "Python", before: "OpenAI's SDK, pip install openai:", text: python },
  { id: "javascript", name: "JavaScript", before: "OpenAI's SDK, npm install openai:", text: javascript },
  { id: "java", name: "Java", before: "Nothing beside the JDK (java.net.http):", text: java },
];

/**
 * A view that is written anew whenever it is open and something changes.
 *
 * @param {() => Request} request
 * @returns {{element: HTMLElement, refresh: () => void}}
 */
export function codeView(request) {
  const place = h("div");
  const element = h("details", { class: "card play-code" }, h("summary", null, "The call as code"), place);
  let chosen = "";
  const refresh = () => {
    if (element.open) {
      const asked = request();
      place.replaceChildren(clientTabs(LANGUAGES, {
        chosen,
        choose: (id) => (chosen = id),
        show: ({ name, before, text }) => h("div", { class: "client" },
          h("p", { class: "hint" }, before), codeBlock(text({ ...asked, body: shortened(asked.body) }), `The call in ${name}`)),
      }));
    }
  };
  element.addEventListener("toggle", refresh);
  return { element, refresh };
}

/** Pictures would fill the page. */
const shortened = (body) => JSON.parse(JSON.stringify(body, (_, value) =>
  (typeof value === "string" && value.startsWith("data:") ? `${value.slice(0, value.indexOf(",") + 1)}...` : value)));
