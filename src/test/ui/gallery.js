// Every shared module in one page; a test puts this in the place of a screen.

import { post } from "/ui/shared/api.js";
import { chart } from "/ui/shared/chart.js";
import { confirm } from "/ui/shared/dialog.js";
import { diffView } from "/ui/shared/diff.js";
import { copyButton, h, one, toast } from "/ui/shared/dom.js";
import { field, form } from "/ui/shared/form.js";
import { ago, money, tokens } from "/ui/shared/format.js";
import { render } from "/ui/shared/markdown.js";
import { table } from "/ui/shared/table.js";

const HOSTILE = "<img src=x onerror=alert(1)>\"'";
const NAMES = ["laptop", "ci runner", HOSTILE, "notebook", "slack bot", "évaluation", "batch job", "demo"];
const ROWS = Array.from({ length: 60 }, (_, at) => ({
  name: `${NAMES[at % NAMES.length]} ${at + 1}`,
  state: at % 7 === 3 ? "expired" : "active",
  used: new Date(Date.now() - at * at * 400_000),
  tokens: (at * 7919) % 1_300_000,
  cost: ((at * 7919) % 1_300_000) / 412_345,
}));
const PAGE = 8;

const keys = table({
  caption: "Keys",
  columns: [
    { name: "name", title: "Name", sortable: true, head: true },
    { name: "state", title: "State", cell: ({ state }) => h("span", { class: state === "active" ? "tag tag-good" : "tag tag-bad" }, state) },
    { name: "used", title: "Last used", sortable: true, cell: ({ used }) => ago(used) },
    { name: "tokens", title: "Tokens", number: true, sortable: true, cell: (row) => tokens(row.tokens) },
    { name: "cost", title: "Cost", number: true, cell: ({ cost }) => money(cost) },
  ],
  filters: [
    { name: "q", label: "Search keys", type: "search" },
    { name: "state", label: "State", type: "select", options: [["", "Any state"], ["active", "Active"], ["expired", "Expired"]] },
  ],
  sort: "name",
  load: async (params) => {
    if (params.get("q") === "broken") {
      throw Object.assign(new Error("The gateway waits for its database."), { requestId: "0190-request" });
    }
    const [by, sign] = params.get("sort")?.startsWith("-") ? [params.get("sort").slice(1), -1] : [params.get("sort") ?? "name", 1];
    const found = ROWS
      .filter(({ name, state }) => name.includes(params.get("q") ?? "") && (params.get("state") ?? state) === state)
      .sort((a, b) => sign * (a[by] < b[by] ? -1 : 1));
    const from = Number(params.get("after") ?? 0);
    return { rows: found.slice(from, from + PAGE), next: from + PAGE < found.length ? String(from + PAGE) : null, total: found.length };
  },
  empty: { title: "No keys yet", text: "A key lets a program call models in your name." },
});

const days = Array.from({ length: 21 }, (_, at) => `11-${String(at + 1).padStart(2, "0")}`);
const series = (seed) => days.map((_, at) => (at === 9 && seed === 2 ? null : Math.round(400_000 * (1 + Math.sin(at / 3 + seed)) + seed * 1000)));

const create = form({
  fields: [
    field("Name", h("input", { name: "name", required: true, maxlength: "64" }), { hint: "Where it will be used, such as “laptop”." }),
    field("Expires in days", h("input", { name: "days", type: "number", min: "1", max: "365" })),
  ],
  act: "Create key",
  send: (values) => post("/api/keys", values),
});

async function revoke() {
  const sure = await confirm({
    title: `Revoke the key ${HOSTILE}?`,
    text: "Programs that use it are refused from now on. It can be restored for 30 days.",
    act: "Revoke key",
  });
  toast(sure ? `The key ${HOSTILE} is revoked.` : "Nothing was revoked.");
}

one("#home").replaceChildren(
  h("section", { class: "card", id: "keys" }, keys.element),
  h("section", { class: "card", id: "charts" }, h("h2", null, "Tokens"), h("div", { class: "cards" },
    chart({ title: "Tokens by day", kind: "line", labels: days, format: tokens,
      series: [{ name: "Input", values: series(1) }, { name: "Output", values: series(2) }] }),
    chart({ title: "Tokens by model", kind: "bar", labels: days, format: tokens,
      series: [{ name: "small", values: series(0) }, { name: "large", values: series(3) }] }))),
  h("section", { class: "card", id: "create" }, h("h2", null, "New key"), create),
  h("section", { class: "card", id: "texts" }, h("h2", null, "Terms"),
    h("div", { class: "prose" }, render(`# Fair use\n\nBe *kind*, read the [rules](https://example.com/rules).\n\n- no secrets\n- no \`sudo\`\n\n> ${HOSTILE}\n\n\`\`\`\n${HOSTILE}\n\`\`\``)),
    diffView("Be kind.\nYou may use it daily.\nNo secrets.\n1\n2\n3\n4\n5\n6", `Be kind.\nYou may use it weekly.\nNo secrets.\n1\n2\n3\n4\n5\n6\n${HOSTILE}`)),
  h("section", { class: "card", id: "acts" },
    h("div", { class: "form-acts" },
      h("button", { type: "button", class: "button button-danger", onclick: revoke }, "Revoke"),
      copyButton(() => "text"))));
