// Models: what may be called, what it costs, how it does, and for which backend profile a key reaches it.

import { get } from "/ui/shared/api.js";
import { failure, h, one, skeleton } from "/ui/shared/dom.js";
import { money, tokens } from "/ui/shared/format.js";
import { abilities, healthTag } from "/ui/shared/reachable.js";
import { table } from "/ui/shared/table.js";

const PER_PAGE = 50;

const TYPES = { llm: "Chat", embedding: "Embedding", image: "Image", audio: "Audio", moderation: "Moderation", rerank: "Reranking", other: "Other" };

const place = one("#models");

load();

async function load() {
  place.replaceChildren(h("div", { class: "table-frame" }, skeleton(8)));
  try {
    const { data } = await get("/api/profiles");
    place.replaceChildren(list(data).element);
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

const list = (profiles) => table({
  caption: "Models you may call",
  stacked: true,
  columns: [
    { name: "id", title: "Model", head: true, cell: name },
    { name: "type", title: "Type", cell: ({ type }) => TYPES[type] ?? type },
    { name: "context", title: "Context", number: true, cell: ({ context_window: window }) => tokens(window) },
    { name: "input", title: "Input / 1M", number: true, cell: ({ price }) => money(price?.input) },
    { name: "output", title: "Output / 1M", number: true, cell: ({ price }) => money(price?.output) },
    { name: "abilities", title: "Also", cell: (model) => abilities(model).join(", ") },
    { name: "health", title: "Health", cell: healthTag },
    { name: "profiles", title: "Keys of", cell: by },
    { name: "try", title: "", cell: tryLink },
  ],
  filters: [
    { name: "q", label: "Search models", type: "search" },
    { name: "type", label: "Type", type: "select", options: [["", "Every type"], ...Object.entries(TYPES)] },
    {
      name: "profile",
      label: "Backend profile",
      type: "select",
      options: [["", "Every backend profile"], ...profiles.map(({ id, name }) => [id, name])],
    },
  ],
  load: async (params, signal) => {
    const asked = new URLSearchParams({ limit: String(PER_PAGE) });
    for (const [from, to] of [["q", "search"], ["type", "type"], ["profile", "profile"], ["after", "cursor"]]) {
      params.get(from) && asked.set(to, params.get(from));
    }
    const page = await get(`/api/models?${asked}`, { signal });
    return { rows: page.data, next: page.next_cursor };
  },
  empty: profiles.length
    ? {
      title: "No models are listed",
      text: "The backends of your backend profiles do not list their models. They may still be called by name.",
    }
    : {
      title: "Nothing is set up for you yet",
      text: "An operator decides which groups may use which models. Ask one to add you.",
    },
});

const name = ({ id, alias }) => h("span", { class: "model-name" },
  h("code", null, id),
  alias && h("span", { class: "tag", title: "A name an operator gave it; what stands behind it may change" }, "alias"));

/** Only chat models can be talked to. */
const tryLink = ({ id, type }) => type === "llm" && h("a", {
  class: "button button-small", href: `/playground?model=${encodeURIComponent(id)}`, "aria-label": `Try ${id} in the Playground`,
}, "Try in Playground");

const by = ({ profiles }) => h("span", { class: "model-profiles" },
  profiles.map(({ id, name, ready }) => h("a", {
    class: ready ? "tag" : "tag tag-warn",
    href: `/profiles#${id}`,
    title: ready ? null : "Its policies are not accepted yet",
  }, name)));
