// Connect: set-up for every client, filled with the address, a model and the place of a key.

import { get } from "/ui/shared/api.js";
import { CLIENTS, NO_KEY, baseUrl, clientTabs, clientView, codeBlock } from "/ui/shared/clients.js";
import { failure, h, one, skeleton } from "/ui/shared/dom.js";
import { query, setQuery } from "/ui/shared/paths.js";

const MOST_MODELS = 500;
const place = one("#connect");

load();

async function load() {
  place.replaceChildren(h("section", { class: "card" }, skeleton(8)));
  try {
    const [base, models, keys] = await Promise.all([
      baseUrl(), get(`/api/models?type=llm&limit=${MOST_MODELS}`), get("/api/keys"),
    ]);
    present(base, models.data, keys.data.filter(({ works }) => works));
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

function present(base, models, keys) {
  const body = h("div");
  const names = models.toSorted((a, b) => Number(b.alias) - Number(a.alias)).map(({ id }) => id);
  const asked = query().get("model");
  const filling = { base, key: NO_KEY, model: names.includes(asked) ? asked : names[0] ?? "YOUR-MODEL" };
  const choose = ({ target }) => {
    filling.model = target.value;
    setQuery({ model: target.value });
    lines();
  };
  const lines = () => body.replaceChildren(clientTabs(CLIENTS, {
    chosen: query().get("client") ?? "",
    choose: (client) => setQuery({ client }),
    show: (client) => (client.id === "continue" ? continueView(client, filling, keys) : clientView(client, filling)),
  }));
  place.replaceChildren(
    h("section", { class: "card" },
      h("div", { class: "connect-facts" },
        h("div", { class: "field" },
          h("span", { class: "label" }, "Address"), codeBlock(`${base}/v1`, "Address for OpenAI clients")),
        names.length > 1 && h("div", { class: "field" },
          h("label", { for: "model" }, "Model"),
          h("select", { id: "model", onchange: choose },
            names.map((name) => h("option", { selected: name === filling.model }, name)))))),
    ...(keys.length ? [] : [keyless()]),
    h("section", { class: "card" }, body));
  lines();
}

const keyless = () => h("section", { class: "card connect-keyless" },
  h("p", null, h("strong", null, "You have no key that works. "), "Create one, and put it in the place of ", h("code", null, NO_KEY), "."),
  h("a", { class: "button button-main", href: "/keys?new=1" }, "Create a key"));

/** With keys that opted in, their configuration; without one, what it would look like. */
function continueView(client, filling, keys) {
  if (!keys.some((key) => key.continue_opt_in)) {
    return h("div", { class: "client" },
      clientView(client, filling),
      h("p", { class: "hint" }, "Opt a key in to Continue on its page, and the whole file is written here for you."));
  }
  const view = h("div", { class: "client" }, skeleton(6));
  get(`/api/keys/continue?origin=${encodeURIComponent(location.origin)}`)
    .then(({ yaml }) => view.replaceChildren(
      h("p", { class: "hint" }, "In ~/.continue/config.yaml, with all your keys that opted in:"),
      codeBlock(yaml, client.name)))
    .catch((error) => view.replaceChildren(failure(error)));
  return view;
}
