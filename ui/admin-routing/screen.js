// Models and routing: aliases, rules, prices and explanations, or one alias, as the address says.

import { h, one } from "/ui/shared/dom.js";
import { query } from "/ui/shared/paths.js";
import { tabs } from "/ui/shared/views.js";
import { aliasList, newAlias, oneAlias } from "./aliases.js";
import { explainView } from "./explain.js";
import { priceView } from "./prices.js";
import { ruleView } from "./rules.js";

/** @type {[string, string][]} */
const VIEWS = [["aliases", "Aliases"], ["rules", "Rules"], ["prices", "Prices"], ["explain", "Explain"]];

const SHOW = { aliases: aliasList, rules: ruleView, prices: priceView, explain: explainView };

const place = one("#routing");
const opened = query().get("open");

if (query().has("new")) {
  newAlias(place);
} else if (opened) {
  oneAlias(place, opened);
} else {
  const { element, current } = tabs("Parts of routing", VIEWS);
  const view = h("div");
  place.append(element, view);
  SHOW[current](view);
}
