// The form that makes a key. It stands in the address as `new`, with the backend profile to begin with.

import { ApiError, get, post } from "/ui/shared/api.js";
import { stage } from "/ui/shared/dialog.js";
import { empty, failure, h, one, skeleton } from "/ui/shared/dom.js";
import { field, wire } from "/ui/shared/form.js";
import { date } from "/ui/shared/format.js";
import { newKeyView } from "/ui/shared/ownkeys.js";
import { setQuery } from "/ui/shared/paths.js";
import { pending, policies, policyView } from "/ui/shared/terms.js";

/** @typedef {import("/ui/shared/terms.js").Profile} Profile */

const DAY = 86_400_000;
const SPANS = [[7, "7 days"], [30, "30 days"], [90, "90 days"], [365, "1 year"]];

/**
 * Opens the form.
 *
 * @param {string} wanted id of a backend profile, or anything else
 * @param {() => void} made told when there is a new key
 */
export async function create(wanted, made) {
  setQuery({ new: wanted || "1" });
  const dialog = stage("Create a key", { wide: true });
  dialog.closed.then(() => setQuery({ new: null }));
  await fill(dialog, wanted, made);
}

async function fill(dialog, wanted, made) {
  dialog.body.replaceChildren(h("h2", null, "Create a key"), skeleton(6));
  try {
    const { data } = await get("/api/profiles");
    dialog.body.replaceChildren(...(data.length ? [keyForm(dialog, data, wanted, made)] : nothing(dialog)));
    dialog.body.querySelector("[autofocus]")?.focus();
  } catch (error) {
    dialog.body.replaceChildren(failure(error, () => fill(dialog, wanted, made)), acts(dialog));
  }
}

const acts = (dialog) => h("div", { class: "dialog-acts" },
  h("button", { type: "button", class: "button", onclick: dialog.close }, "Close"));

const nothing = (dialog) => [
  empty("Nothing is set up for you yet", "An operator decides which groups may use which models. Ask one to add you."),
  acts(dialog),
];

/** @param {Profile[]} profiles */
function keyForm(dialog, profiles, wanted, made) {
  const known = new Map(profiles.map((profile) => [profile.id, profile]));
  const end = h("input", { type: "date", name: "expires_at", min: day(DAY) });
  const quick = h("div", { class: "quick" });
  const openwebui = optIn("openwebui_opt_in", "Trust the user that Open WebUI names",
    "For a key that a whole Open WebUI shares: calls count for the person who asks there.");
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "form create" },
      h("h2", null, "Create a key"),
      h("fieldset", null, h("legend", null, "Backend profile"), profiles.map(choice)),
      field("Name", h("input", {
        name: "name", required: true, maxlength: 200, autocomplete: "off", placeholder: "laptop", autofocus: true,
      }), { hint: "So that you know later which program uses it." }),
      field("Last day", end, { hint: " " }),
      quick,
      optIn("continue_opt_in", "Offer it in the set-up of VS Code Continue",
        "The Connect page then writes a configuration that holds this key."),
      openwebui,
      h("div", { class: "dialog-acts form-acts" },
        h("button", { type: "button", class: "button", onclick: dialog.close }, "Cancel"),
        h("button", { class: "button button-main" }, "Create key")))
  );

  const chosen = () => known.get(form.querySelector("[name=profile]:checked")?.value);

  function choice(profile) {
    const radio = h("input", {
      type: "radio", name: "profile", value: profile.id, id: `profile-${profile.id}`,
      disabled: !profile.ready, onchange: adapt,
    });
    const element = h("div", { class: "profile-choice" },
      h("label", null, radio, h("strong", null, profile.name), needs(profile),
        profile.description && h("span", { class: "hint" }, profile.description)),
      !profile.ready && terms(profile, profile.id === wanted || profiles.length === 1, (changed) => {
        known.set(changed.id, changed);
        element.replaceWith(choice(changed));
        changed.ready && choose(changed.id);
      }));
    return element;
  }

  function choose(id) {
    const radio = one(`#profile-${CSS.escape(id)}`, form);
    radio.checked = true;
    radio.focus();
    adapt();
  }

  /** What the form offers depends on the backend profile. */
  function adapt() {
    const profile = chosen();
    one("#field-expires_at-hint", form).textContent = profile ? endHint(profile) : "";
    const latest = profile?.enforce_expiry ? profile.default_expiry_days : Infinity;
    quick.replaceChildren(...SPANS.filter(([days]) => days <= latest).map(([days, label]) =>
      h("button", { type: "button", class: "button button-small", onclick: () => setEnd(days) }, label)));
    openwebui.hidden = !profile?.openwebui_headers;
    one("input", openwebui).disabled = openwebui.hidden;
  }

  function setEnd(days) {
    end.value = day(days * DAY);
    end.dispatchEvent(new Event("input", { bubbles: true }));
  }

  wire(form, async (values) => {
    const profile = chosen();
    if (!profile) {
      throw new ApiError(400, { message: "Choose a backend profile. Accept its policies first where it has some." }, "");
    }
    const answer = await post("/api/keys", wish(values, profile));
    made();
    dialog.hold();
    dialog.body.replaceChildren(...newKeyView(answer, dialog.close));
    one(".code-copy .button", dialog.body).focus();
  }, { check: ({ expires_at: last }) => lateness(last, chosen()) });

  const first = known.get(wanted)?.ready ? wanted : profiles.find(({ ready }) => ready)?.id;
  if (first) {
    one(`#profile-${CSS.escape(first)}`, form).checked = true;
  }
  adapt();
  return form;
}

function optIn(name, label, hint) {
  return h("label", { class: "choice" },
    h("input", { type: "checkbox", name, id: `field-${name}` }),
    h("span", null, label, h("br"), h("span", { class: "hint" }, hint)));
}

/** @param {Profile} profile */
const needs = (profile) => profile.ready
  ? h("span", { class: "tag tag-good" }, "Ready")
  : h("span", { class: "tag tag-warn" }, `${policies(pending(profile).length)} to accept`);

/** The policies, made when they are first looked at. */
function terms(profile, open, accepted) {
  const view = h("details", { open }, h("summary", null, `Read and accept ${policies(pending(profile).length)}`));
  const fill = () => view.children.length === 1
    && view.append(...pending(profile).map((policy) => policyView(profile, policy, accepted)));
  view.addEventListener("toggle", () => view.open && fill());
  return view;
}

/** @param {Profile} profile */
function endHint({ default_expiry_days: days, enforce_expiry: enforced }) {
  if (!days) {
    return "Without a date the key works until you revoke it.";
  }
  const end = date(Date.now() + days * DAY);
  return enforced ? `At the latest ${end}, in ${days} days; that is what holds without a date.`
    : `Without a date it ends on ${end}, in ${days} days.`;
}

/** @param {Profile | undefined} profile */
function lateness(last, profile) {
  const tooLate = last && profile?.enforce_expiry && last > day(profile.default_expiry_days * DAY);
  return tooLate
    ? { expires_at: `A key of this backend profile ends within ${profile.default_expiry_days} days.` }
    : {};
}

const day = (later) => date(Date.now() + later);

/** @param {Profile} profile */
function wish({ name, continue_opt_in, openwebui_opt_in = false, expires_at: last }, profile) {
  // The last moment of the latest day would be a little too late; without a date the latest moment holds.
  const latest = last && profile.enforce_expiry && last === day(profile.default_expiry_days * DAY);
  return {
    name,
    profile: profile.id,
    continue_opt_in,
    openwebui_opt_in,
    ...(last && !latest ? { expires_at: new Date(`${last}T23:59:59`).toISOString() } : {}),
  };
}
