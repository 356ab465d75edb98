// What every page can do: theme, menu, keyboard, sign-out, banners.

import { signOut } from "./api.js";
import { show } from "./dialog.js";
import { h, toast } from "./dom.js";
import { renderInline } from "./markdown.js";

const THEMES = ["system", "light", "dark"];
const NAMES = { system: "as the device", light: "light", dark: "dark" };
const root = document.documentElement;

const acts = { menu: toggleMenu, theme: nextTheme, help, "sign-out": leave };

/** @type {[string, string][]} */
const extraKeys = [];

/** Milliseconds in which a letter belongs to the `g` before it. */
const CHORD = 1200;
let chordAt = -Infinity;

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("[data-act]")?.dataset.act;
  if (act && acts[act]) {
    acts[act]();
  } else if (document.body.dataset.menu === "open" && !event.target.closest(".side")) {
    toggleMenu();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.dataset.menu === "open") {
    toggleMenu();
    document.querySelector("[data-act=menu]").focus();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) {
    return;
  }
  if (press(event.key, event.timeStamp)) {
    event.preventDefault();
  }
});

for (const banner of document.querySelectorAll("[data-markdown]")) {
  banner.replaceChildren(...renderInline(banner.textContent));
}
nameTheme();

/**
 * Adds a page's own key to the help.
 *
 * @param {string} key
 * @param {string} what
 */
export function explainKey(key, what) {
  extraKeys.push([key, what]);
}

function press(key, at) {
  const chord = at - chordAt < CHORD;
  chordAt = -Infinity;
  if (chord) {
    const link = document.querySelector(`.side a[data-letter="${CSS.escape(key)}"]`);
    link?.click();
    return Boolean(link);
  }
  switch (key) {
    case "g":
      chordAt = at;
      return true;
    case "/":
      return search();
    case "?":
      help();
      return true;
    default:
      return false;
  }
}

function search() {
  const box = document.querySelector('main input[type="search"]');
  box?.focus();
  box?.select();
  return Boolean(box);
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function toggleMenu() {
  const open = document.body.dataset.menu !== "open";
  document.body.dataset.menu = open ? "open" : "";
  document.querySelector("[data-act=menu]").setAttribute("aria-expanded", String(open));
  if (open) {
    document.querySelector(".side a")?.focus();
  }
}

function nextTheme() {
  useTheme(THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length]);
}

/**
 * Shows this and all later pages in a theme.
 *
 * @param {"system" | "light" | "dark"} theme
 */
export function useTheme(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    toast("The browser keeps nothing for this site, so the theme holds for this page only.", "bad");
  }
  nameTheme();
}

function nameTheme() {
  const button = document.querySelector("[data-act=theme]");
  button.title = `Theme: ${NAMES[root.dataset.theme]}`;
  button.setAttribute("aria-label", button.title);
}

function help() {
  const links = [...document.querySelectorAll(".side a[data-letter]")];
  const rows = [
    ["?", "This help"],
    ["/", "Search in the list"],
    ["Esc", "Close what is open"],
    ...extraKeys,
    ...links.map((link) => [`g ${link.dataset.letter}`, link.textContent]),
  ];
  const keys = rows.flatMap(([key, what]) => [
    h("dt", null, key.split(" ").map((one) => [h("kbd", null, one), " "])),
    h("dd", null, what),
  ]);
  return show("Keyboard", [h("dl", { class: "facts" }, keys)]);
}

async function leave() {
  try {
    await signOut();
  } catch (error) {
    toast(error.message, "bad");
  }
}
