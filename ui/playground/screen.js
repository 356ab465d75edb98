// Playground: a conversation with a model over the same road as any program.

import { get } from "/ui/shared/api.js";
import { baseUrl } from "/ui/shared/clients.js";
import { failure, h, one, skeleton, toast } from "/ui/shared/dom.js";
import { values, wire } from "/ui/shared/form.js";
import { query } from "/ui/shared/paths.js";
import { explainKey } from "/ui/shared/shell.js";
import { codeView } from "./code.js";
import { conversation } from "./conversation.js";
import { pictures } from "./pictures.js";
import { Purse, ways } from "./paying.js";
import { asked, problems, settings } from "./settings.js";

const MOST_MODELS = 500;
const HELLO = "Hello, who are you?";

const place = one("#playground");

load();

async function load() {
  place.replaceChildren(h("section", { class: "card" }, skeleton(8)));
  try {
    const [base, models, payers] = await Promise.all([baseUrl(), get(`/api/models?type=llm&limit=${MOST_MODELS}`), ways()]);
    const named = models.data.toSorted((a, b) => Number(b.alias) - Number(a.alias));
    place.replaceChildren(playground(base, settings({
      models: named, ways: payers, form: query().get("mode") ?? "", model: query().get("model") ?? "",
    })));
  } catch (error) {
    place.replaceChildren(failure(error, load));
  }
}

/** @param {string} base @param {ReturnType<typeof settings>} chosen */
function playground(base, chosen) {
  const purse = new Purse();
  const text = h("textarea", { name: "message", rows: 2, "aria-label": "Message", placeholder: "Message; Enter sends it" });
  const send = h("button", { class: "button button-main" }, "Send");
  const stop = h("button", { type: "button", class: "button", hidden: true, onclick: () => talk.stop() }, "Stop");
  const fresh = h("button", { type: "button", class: "button button-quiet", onclick: begin }, "New conversation");
  const attached = pictures(() => code.refresh());
  const code = codeView(() => nextCall(base, chosen, form, talk.turns(), attached.list()));
  const talk = conversation({
    asked: () => ({ ...asked(values(form), chosen.name()), price: chosen.model()?.price }),
    key: () => purse.key(chosen.way(), values(form).typed),
    refused: () => purse.forget(),
    busy: (on) => {
      send.hidden = on;
      stop.hidden = !on;
      (on ? stop : text).focus({ preventScroll: true });
      code.refresh();
    },
  });
  const form = /** @type {HTMLFormElement} */ (
    h("form", { class: "play" },
      chosen.element,
      h("div", { class: "play-main" },
        h("section", { class: "card play-card" }, talk.talk,
          h("div", { class: "play-write" }, text, attached.element,
            h("div", { class: "form-acts" }, send, stop, attached.button, fresh, talk.foot))),
        code.element))
  );

  function begin() {
    talk.begin();
    send.hidden = false;
    stop.hidden = true;
    code.refresh();
    text.focus();
  }

  wire(form, async ({ message }) => {
    const images = attached.list();
    if (!stop.hidden || (!message && !images.length)) {
      return;
    }
    if (talk.waits()) {
      toast("The model waits for the result of its tool call: fill it in, or begin a new conversation.", "bad");
      return;
    }
    text.value = "";
    attached.clear();
    await talk.say({ text: message, images });
  }, { check: problems });

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("input", code.refresh);
  form.addEventListener("change", code.refresh);
  explainKey("Enter", "Send the message; with Shift it begins a line");
  return form;
}

/** The request that would go next: with what is being written, else the last one again. */
function nextCall(base, chosen, form, turns, images) {
  const said = values(form);
  const isWrong = Object.values(problems(said)).some(Boolean);
  const { form: how, wishes } = asked(isWrong ? { ...said, tools: "", more: "" } : said, chosen.name() || "YOUR-MODEL");
  const draft = said.message || (turns.length ? "" : HELLO);
  const next = draft
    ? [...turns, { role: "user", text: draft, images }]
    : turns.slice(0, turns.findLastIndex(({ role }) => role !== "assistant") + 1);
  return { base, form: how, body: how.body(wishes, next), more: wishes.more };
}
