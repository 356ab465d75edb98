// Pictures beside a message: read from files into data addresses, looked at, taken away again.

import { h, toast } from "/ui/shared/dom.js";
import { bytes } from "/ui/shared/format.js";

/** What the vendors take. */
const KINDS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const LARGEST = 5 * 2 ** 20;
const MOST = 10;

/**
 * @param {() => void} changed
 * @returns {{element: HTMLElement, button: HTMLElement, list: () => {name: string, url: string}[], clear: () => void}}
 */
export function pictures(changed) {
  /** @type {{name: string, url: string}[]} */
  let chosen = [];
  const element = h("div", { class: "play-images", hidden: true });
  const input = h("input", { type: "file", accept: KINDS.join(","), multiple: true, hidden: true });
  const button = h("button", { type: "button", class: "button", onclick: () => input.click() }, "Add pictures");

  function change(list) {
    chosen = list;
    element.hidden = !chosen.length;
    element.replaceChildren(...chosen.map((picture) => h("span", { class: "play-picture" },
      h("img", { src: picture.url, alt: picture.name }),
      h("button", {
        type: "button", class: "button button-small", "aria-label": `Take ${picture.name} away`,
        onclick: () => change(chosen.filter((one) => one !== picture)),
      }, "×"))));
    changed();
  }

  input.addEventListener("change", async () => {
    const files = [...input.files];
    const wrong = files.find(({ type, size }) => !KINDS.includes(type) || size > LARGEST);
    input.value = "";
    if (wrong || chosen.length + files.length > MOST) {
      toast(wrong ? `${wrong.name} is no picture of at most ${bytes(LARGEST)}.` : `At most ${MOST} pictures go with a message.`, "bad");
      return;
    }
    change([...chosen, ...await Promise.all(files.map(read))]);
  });
  return { element: h("div", null, input, element), button, list: () => chosen, clear: () => change([]) };
}

/** @param {File} file @returns {Promise<{name: string, url: string}>} */
function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve({ name: file.name, url: String(reader.result) }));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
