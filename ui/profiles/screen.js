// Backend profiles: what each one offers, the policies that come with it, and the record of every yes.

import { get } from "/ui/shared/api.js";
import { empty, failure, h, one, skeleton } from "/ui/shared/dom.js";
import { count, dateTime, duration } from "/ui/shared/format.js";
import { table } from "/ui/shared/table.js";
import { backendName, pending, policies, policyView } from "/ui/shared/terms.js";

const place = one("#profiles");

const accepted = table({
  caption: "What you accepted",
  stacked: true,
  columns: [
    { name: "policy_name", title: "Policy", head: true },
    { name: "version", title: "Version", number: true },
    { name: "profile_name", title: "Backend profile" },
    { name: "accepted_at", title: "When", cell: ({ accepted_at: at }) => dateTime(at) },
  ],
  load: async (params, signal) => {
    const asked = new URLSearchParams({ limit: "20" });
    params.get("after") && asked.set("cursor", params.get("after"));
    const page = await get(`/api/acceptances?${asked}`, { signal });
    return { rows: page.data, next: page.next_cursor };
  },
  empty: { title: "Nothing yet", text: "Each policy you accept is recorded here: its version, the backend profile, the time." },
});

one("#accepted").append(accepted.element);
load();

async function load() {
  place.replaceChildren(h("section", { class: "card" }, skeleton(7)));
  try {
    const { data } = await get("/api/profiles");
    place.replaceChildren(...(data.length ? data.map(card) : [nothing()]));
    location.hash && document.getElementById(location.hash.slice(1))?.scrollIntoView();
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

const nothing = () => h("section", { class: "card" },
  empty("Nothing is set up for you yet", "An operator decides which groups may use which models. Ask one to add you."));

/** @param {import("/ui/shared/terms.js").Profile} profile */
function card(profile) {
  const view = h("section", { class: "card profile", id: profile.id },
    h("div", { class: "profile-head" },
      h("h2", null, profile.name),
      profile.ready
        ? h("span", { class: "tag tag-good" }, "Ready")
        : h("span", { class: "tag tag-warn" }, `${policies(pending(profile).length)} to accept`),
      profile.ready && h("a", { class: "button button-small", href: `/keys?new=${profile.id}` }, "Create a key")),
    profile.description && h("p", null, profile.description),
    h("dl", { class: "facts" }, facts(profile).flatMap(([name, text]) => [h("dt", null, name), h("dd", null, text)])),
    profile.policies.map((policy) => policyView(profile, policy, (changed) => {
      view.replaceWith(card(changed));
      accepted.reload();
    })));
  return view;
}

function facts(profile) {
  const { allowed_models: models, quotas, max_keys_per_user: most } = profile;
  return [
    ["Models", [
      models?.length ? models.map((name) => [h("code", null, name), " "]) : "Every model of its backends",
      " · ", h("a", { href: `/models?profile=${profile.id}` }, "See them"),
    ]],
    ["Backends", profile.backends.map(backendName).join(", ") || "None yet"],
    ["Keys", `${most === 1 ? "One" : `Up to ${most}`} at a time${expiry(profile)}`],
    ["Recorded", recorded(profile)],
    ...(quotas.length ? [["Quotas", quotas.map((quota) => h("div", null, limit(quota)))]] : []),
  ];
}

function expiry({ default_expiry_days: days, enforce_expiry: enforced }) {
  if (!days) {
    return ", without an end unless you set one";
  }
  return enforced ? `, each for at most ${days} days` : `, for ${days} days unless you say otherwise`;
}

function recorded({ metadata_audit: metadata, content_audit: content }) {
  if (content) {
    return metadata ? "Who called what and when, and what was sent and answered" : "What was sent and answered";
  }
  return metadata ? "Who called what and when, not what was sent or answered" : "Nothing of a call but its cost";
}

const WHOSE = {
  key: "for each key",
  user: "for you",
  user_overall: "for you, over all backend profiles",
  openwebui_user: "for each user of Open WebUI",
  openwebui_user_overall: "for each user of Open WebUI, over all backend profiles",
};

const limit = ({ per, metric, amount, window_minutes: minutes }) =>
  `${count(amount)} ${metric} in ${duration(minutes * 60_000)}, ${WHOSE[per] ?? per}`;
