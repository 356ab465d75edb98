// Status: how the gateway does, what it is configured with, what is missing, and the steps of its schema.

import { one } from "/ui/shared/dom.js";
import { tabs } from "/ui/shared/views.js";
import { dependencyView } from "./dependencies.js";
import { checklistView } from "./checklist.js";
import { schemaView } from "./schema.js";
import { settingsView } from "./settings.js";

/** @type {[string, string][]} */
const VIEWS = [["now", "Now"], ["settings", "Settings"], ["checklist", "Checklist"], ["schema", "Schema"]];

const SHOW = { now: dependencyView, settings: settingsView, checklist: checklistView, schema: schemaView };

const { element, current } = tabs("Parts of the status", VIEWS);
one("#views").append(element);
SHOW[current](one("#status"));
