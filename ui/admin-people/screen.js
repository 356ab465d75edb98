// People: users, tenants, groups and invitations, one view at a time, as the address says.

import { h, one } from "/ui/shared/dom.js";
import { query } from "/ui/shared/paths.js";
import { tabs } from "/ui/shared/views.js";
import { groups, newGroup, showGroup } from "./groups.js";
import { invitations } from "./invitations.js";
import { newTenant, showTenant, tenants } from "./tenants.js";
import { newUser, showUser, users } from "./users.js";

const VIEWS = {
  "": { title: "Users", list: users, show: showUser, make: newUser, act: "Let somebody in" },
  tenants: { title: "Tenants", list: tenants, show: showTenant, make: newTenant, act: "Add a tenant" },
  groups: { title: "Groups", list: groups, show: showGroup, make: newGroup, act: "Add a group" },
  invitations: { title: "Invitations", list: invitations },
};

const place = one("#people");
const names = Object.entries(VIEWS).map(([value, { title }]) => [value, title]);
const { element, current } = tabs("People", names);
const view = VIEWS[current];
const opened = query().get("open");

if (view.make && query().has("new")) {
  view.make(place);
} else if (view.show && opened) {
  view.show(place, opened);
} else {
  const href = current ? `?tab=${current}&new` : "?new";
  one(".page-acts").append(...(view.make ? [h("a", { class: "button button-main", href }, view.act)] : []));
  const list = h("div");
  place.append(element, list);
  view.list(list);
}
