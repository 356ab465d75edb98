// The call as code: the request that would go next, for a terminal and three languages, with a placeholder for the key.

import { NO_KEY, clientTabs, codeBlock } from "/ui/shared/clients.js";
import { h } from "/ui/shared/dom.js";
import { LANGUAGES } from "./languages.js";

/**
 * A view that is written anew whenever it is open and something changes.
 *
 * @param {() => Omit<import("./languages.js").Request, "key">} request
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
          h("p", { class: "hint" }, before), codeBlock(text({ ...asked, key: NO_KEY, body: shortened(asked.body) }), `The call in ${name}`)),
      }));
    }
  };
  element.addEventListener("toggle", refresh);
  return { element, refresh };
}

/** Pictures would fill the page. */
const shortened = (body) => JSON.parse(JSON.stringify(body, (_, value) =>
  (typeof value === "string" && value.startsWith("data:") ? `${value.slice(0, value.indexOf(",") + 1)}...` : value)));
