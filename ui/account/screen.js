// Account: who is signed in, with which rights, from which browsers; and how the pages look here.

import { get, me, put, remove } from "/ui/shared/api.js";
import { confirm } from "/ui/shared/dialog.js";
import { failure, h, one, skeleton, toast } from "/ui/shared/dom.js";
import { field, form } from "/ui/shared/form.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { query, setQuery } from "/ui/shared/paths.js";
import { useTheme } from "/ui/shared/shell.js";
import { table } from "/ui/shared/table.js";
import { lookedAfter } from "/ui/shared/tenants.js";

const place = one("#account");

load();
tellOfChange();

async function load() {
  place.replaceChildren(h("section", { class: "card" }, skeleton(4)));
  try {
    const [who, tenants] = await Promise.all([me(), get("/api/tenants")]);
    place.replaceChildren(person(who, tenants.data), look(), ...(who.password ? [password()] : []), browsers());
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

/**
 * @param {import("/ui/shared/api.js").Me} me
 * @param {import("/ui/shared/tenants.js").Tenant[]} tenants
 */
function person({ user, operator }, tenants) {
  const facts = [
    ["Name", user.name || "–"],
    ["E-mail", user.email],
    ["Groups", tags(user.groups, "In no group")],
    ["Tenants", tags(tenants.map(({ name, kind, role }) => `${kind === "personal" ? "Personal" : name} · ${role}`), "In no tenant")],
    ...(operator ? [["Console", "You are an operator of this installation."]] : []),
  ];
  return h("section", { class: "card" },
    h("h2", null, "Who you are"),
    h("dl", { class: "facts" }, facts.map(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
    lookedAfter(tenants).length > 0 && h("p", null,
      h("a", { href: "/account/projects" }, "Projects"), " and ", h("a", { href: "/account/limits" }, "limits"), " of my tenants"),
    h("p", null, h("a", { href: "/account/stopped" }, "Requests that guardrails stopped")));
}

const tags = (words, none) => words.length
  ? h("span", { class: "account-tags" }, words.map((word) => h("span", { class: "tag" }, word)))
  : h("span", { class: "hint" }, none);

function look() {
  const chosen = document.documentElement.dataset.theme;
  const choice = ([value, label]) => h("label", null,
    h("input", { type: "radio", name: "theme", value, checked: value === chosen, onchange: () => useTheme(value) }),
    label);
  return h("section", { class: "card" },
    h("h2", { id: "theme-title" }, "Theme in this browser"),
    h("fieldset", { class: "themes", "aria-labelledby": "theme-title" },
      [["system", "As the device"], ["light", "Light"], ["dark", "Dark"]].map(choice)));
}

function password() {
  const secret = (name, autocomplete) =>
    h("input", { name, type: "password", required: true, maxlength: 256, autocomplete });
  return h("section", { class: "card" },
    h("h2", null, "Password"),
    form({
      fields: [
        field("Current password", secret("current_password", "current-password")),
        field("New password", secret("password", "new-password"), { hint: "12 characters or more; a sentence is good." }),
        field("New password again", secret("again", "new-password")),
      ],
      act: "Change the password",
      check: ({ password, again }) =>
        again && again !== password ? { again: "This is not the same as the new password." } : {},
      send: async ({ current_password, password }) => {
        await put("/api/me/password", { current_password, password });
        // This browser has a new session, and with it another proof for what it changes next.
        location.assign("/account?password=changed");
      },
    }));
}

function tellOfChange() {
  if (query().get("password") === "changed") {
    toast("Your password is changed. Every other browser is signed out.");
    setQuery({ password: null });
  }
}

function browsers() {
  const list = table({
    caption: "Browsers you are signed in with",
    stacked: true,
    columns: [
      { name: "browser", title: "Browser", head: true, cell: browser },
      { name: "address", title: "Address", cell: ({ address }) => h("code", null, address) },
      { name: "seen", title: "Last used", cell: ({ last_seen_at: at }) => when(at) },
      { name: "ends", title: "Ends", cell: ({ expires_at: at }) => when(at) },
      { name: "end", title: "", cell: (session) => !session.current && endButton(session, list) },
    ],
    load: async (_, signal) => ({ rows: (await get("/api/sessions", { signal })).data }),
    empty: { title: "Nobody is signed in", text: "You called without a browser." },
  });
  return h("section", { class: "card" },
    h("div", { class: "card-head" },
      h("h2", null, "Where you are signed in"),
      h("button", { type: "button", class: "button button-small", "data-act": "sign-out" }, "Sign out here"),
      h("button", { type: "button", class: "button button-danger button-small", onclick: endAll }, "Sign out everywhere")),
    list.element);
}

const when = (at) => h("time", { datetime: at, title: dateTime(at) }, ago(at));

const browser = ({ user_agent: agent, current }) => [
  h("span", { title: agent }, nameOf(agent)), " ",
  current && h("span", { class: "tag tag-accent" }, "this one"),
];

/** Browser and system in two words; each names the ones before it, so the order counts. */
function nameOf(agent) {
  const among = (words) => words.find(([mark]) => agent.includes(mark))?.[1];
  const program = among([["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]);
  const system = among([["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]]);
  return [program ?? (agent.slice(0, 40) || "Unknown"), system].filter(Boolean).join(" on ");
}

function endButton(session, list) {
  const onclick = async ({ target }) => {
    target.disabled = true;
    try {
      await remove(`/api/sessions/${encodeURIComponent(session.id)}`);
      toast("That browser is signed out.");
      await list.reload();
    } catch (error) {
      target.disabled = false;
      toast(error.message, "bad");
    }
  };
  return h("button", { type: "button", class: "button button-small", onclick }, "Sign out");
}

async function endAll() {
  const sure = await confirm({
    title: "Sign out everywhere?",
    text: "Every browser you are signed in with has to sign in again, this one too. Your keys go on working.",
    act: "Sign out everywhere",
  });
  if (sure) {
    try {
      await remove("/api/sessions");
      location.assign("/login");
    } catch (error) {
      toast(error.message, "bad");
    }
  }
}
