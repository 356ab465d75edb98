// One policy: its text, its versions and what changed between two of them, the profiles that ask for it.

import { get, put, remove } from "/ui/shared/api.js";
import { choices, select } from "/ui/shared/choices.js";
import { confirm } from "/ui/shared/dialog.js";
import { diffView } from "/ui/shared/diff.js";
import { h, toast } from "/ui/shared/dom.js";
import { ago, dateTime } from "/ui/shared/format.js";
import { render } from "/ui/shared/markdown.js";
import { query, setQuery } from "/ui/shared/paths.js";
import { actButton, card, heading, present, readOnlyNote, sourceMark } from "/ui/shared/views.js";
import { policyForm } from "./form.js";

const LIST = ["/admin/policies", "Policies"];

/** @typedef {{number: number, content: string, requires_acceptance: boolean, created_at: string, created_by: string}} Version */

/** @param {Element} place @param {string} id */
export function showPolicy(place, id) {
  const path = `/admin/api/policies/${encodeURIComponent(id)}`;
  const load = () => Promise.all([get(path), get(`${path}/versions`), get("/admin/api/profiles")]);
  present(place, load, ([{ policy, content }, { data: versions }, { data: profiles }]) => {
    const isFixed = Boolean(policy.place);
    heading({
      back: LIST, title: policy.name, text: policy.description,
      marks: [h("span", { class: "tag" }, `version ${policy.version}`), sourceMark(policy)],
      acts: [h("a", { class: "button", href: `${LIST[0]}?tab=acceptances&policy=${encodeURIComponent(id)}` }, "Who accepted it"),
        !isFixed && deleteButton(path, policy)].filter(Boolean),
    });
    const saved = (text) => {
      toast(text.policy.version > policy.version ? `Version ${text.policy.version} holds now.` : "It is saved.");
      showPolicy(place, id);
    };
    return [
      isFixed && readOnlyNote("policy", policy),
      isFixed ? card("The text", prose(content)) : card("Change it", policyForm({ policy, content, saved })),
      card("Versions", versionsView(versions)),
      card("Backend profiles that ask for it", assignment(policy, profiles)),
    ];
  });
}

const prose = (text) => h("div", { class: "prose" }, render(text, { headings: 3 }));

function deleteButton(path, { name }) {
  return actButton("Delete", async () => {
    const sure = await confirm({
      title: `Delete the policy ${name}?`,
      text: "Backend profiles no longer ask for it. Its versions and acceptances stay in the trail, and nobody can accept it again.",
      act: "Delete the policy",
      typed: name,
    });
    if (sure) {
      await remove(path);
      location.assign(LIST[0]);
    }
  }, { look: "danger" });
}

/** @param {Version[]} versions newest first */
function versionsView(versions) {
  const view = h("div", { id: "version", role: "region", "aria-label": "The chosen version" });
  const options = versions.map(({ number, created_at: at }) => [String(number), `Version ${number}, ${dateTime(at)}`]);
  const newest = versions[0].number;
  const to = select({ id: "to", name: "to" }, options, query().get("to") ?? String(newest));
  const from = select({ id: "from", name: "from" }, [["", "nothing, show the text"], ...options],
    query().get("from") ?? (newest > 1 ? String(newest - 1) : ""));
  const show = () => {
    const text = (number) => versions.find((version) => String(version.number) === number)?.content;
    const [before, after] = [text(from.value), text(to.value) ?? versions[0].content];
    view.replaceChildren(before === undefined ? prose(after) : diffView(before, after));
  };
  for (const choice of [from, to]) {
    choice.addEventListener("change", () => {
      setQuery({ from: from.value, to: to.value });
      show();
    });
  }
  show();
  return [
    h("ul", { class: "versions" }, versions.map(versionLine)),
    h("div", { class: "versions-choice" },
      h("label", { for: "to" }, "Show"), to, h("label", { for: "from" }, "compared with"), from),
    view,
  ];
}

/** @param {Version} version */
function versionLine({ number, requires_acceptance: again, created_at: at, created_by: by }) {
  return h("li", null, h("strong", null, `Version ${number}`), ` ${ago(at)} by ${by} `,
    again && number > 1 && h("span", { class: "tag tag-warn" }, "to be accepted again"));
}

function assignment(policy, profiles) {
  const open = profiles.filter((profile) => !profile.place);
  const fixed = profiles.filter((profile) => profile.place && profile.policies.includes(policy.id));
  const asks = (profile) => profile.policies.includes(policy.id);
  const chosen = choices({
    label: "Ask for it before a key is created", name: "profiles",
    options: open.map(({ id, name }) => ({ value: id, label: name })),
    chosen: open.filter(asks).map(({ id }) => id),
    none: "There is no backend profile yet that can be changed here.",
  });
  const save = async () => {
    const wanted = new Set(chosen.values());
    const changed = open.filter((profile) => asks(profile) !== wanted.has(profile.id));
    for (const profile of changed) {
      const others = profile.policies.filter((id) => id !== policy.id);
      profile.policies = wanted.has(profile.id) ? [...others, policy.id] : others;
      await put(`/admin/api/profiles/${encodeURIComponent(profile.id)}`, bodyOf(profile));
    }
    toast(changed.length === 1 ? "One backend profile is changed." : `${changed.length} backend profiles are changed.`);
  };
  return h("div", { class: "form" },
    fixed.length > 0 && h("p", { class: "hint" }, `By the configuration: ${fixed.map(({ name }) => name).join(", ")}.`),
    chosen.element,
    open.length > 0 && h("div", { class: "form-acts" }, actButton("Save the choice", save)));
}

/** What is said of a profile, without what the gateway says of it. */
function bodyOf({ id: _id, source: _source, place: _place, read_only: _readOnly, ...body }) {
  return body;
}
