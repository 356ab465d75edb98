// One request, written for a terminal and three languages.

/** Methods of the SDKs. */
const METHODS = { chat: "chat.completions.create", responses: "responses.create" };

/** @typedef {{base: string, key: string, form: import("./forms.js").Form, body: Record<string, unknown>, more: Record<string, unknown>}} Request */

const json = (value) => JSON.stringify(value, null, 2);
const indented = (text, by) => text.replaceAll("\n", `\n${" ".repeat(by)}`);

function curl({ base, key, form, body, more }) {
  return `curl ${base}${form.path} \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${json({ ...body, ...more }).replaceAll("'", "'\\''")}'`;
}

/** What the method does not take by itself goes into `extra_body`. */
function python({ base, key, form, body, more }) {
  const extra = Object.keys(more).length ? { extra_body: more } : {};
  const fields = Object.entries({ ...body, ...extra }).map(([name, value]) => `    ${name}=${indented(literal(value), 4)},\n`).join("");
  return `from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(`${base}/v1`)},
    api_key="${key}",
)
answer = client.${METHODS[form.word]}(
${fields})
${body.stream ? "for event in answer:\n    print(event)" : "print(answer)"}`;
}

const WORDS = { true: "True", false: "False", null: "None" };

/** JSON as Python writes it; strings are the same in both. */
function literal(value) {
  if (Array.isArray(value)) {
    return value.length ? `[\n${value.map((one) => `    ${indented(literal(one), 4)},\n`).join("")}]` : "[]";
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, one]) => `    ${JSON.stringify(name)}: ${indented(literal(one), 4)},\n`);
    return members.length ? `{\n${members.join("")}}` : "{}";
  }
  return typeof value === "string" ? JSON.stringify(value) : WORDS[String(value)] ?? String(value);
}

function javascript({ base, key, form, body, more }) {
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${JSON.stringify(`${base}/v1`)},
  apiKey: "${key}",
});
const answer = await client.${METHODS[form.word]}(${json({ ...body, ...more })});
${body.stream ? "for await (const event of answer) {\n  console.log(event);\n}" : "console.log(answer);"}`;
}

function java({ base, key, form, body, more }) {
  const text = json({ ...body, ...more }).replaceAll("\\", "\\\\").replaceAll('"""', '\\"""');
  return `HttpRequest request = HttpRequest.newBuilder(URI.create(${JSON.stringify(base + form.path)}))
        .header("Authorization", "Bearer ${key}")
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

export const LANGUAGES = [
  { id: "curl", name: "curl", before: "In a terminal:", text: curl },
  { id: "python", name: "Python", before: "OpenAI's SDK, pip install openai:", text: python },
  { id: "javascript", name: "JavaScript", before: "OpenAI's SDK, npm install openai:", text: javascript },
  { id: "java", name: "Java", before: "Nothing beside the JDK (java.net.http):", text: java },
];
