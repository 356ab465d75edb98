// Charts: lines and bars over time as inline SVG, read by eye, pointer, keyboard and screen reader.

import { h, s } from "./dom.js";
import { nice } from "./scale.js";

const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 24;

/** Pixels that a label of the axis needs. */
const LABEL = 72;

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {(number | null)[]} values one for each label; null leaves a gap
 */

/**
 * A chart with axis, read-out and the same numbers as a table.
 *
 * The arrow keys, Home and End move the read-out.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {"line" | "bar"} parts.kind bars of several series stand on each other
 * @param {string[]} parts.labels of the points, first to last
 * @param {Series[]} parts.series four at most
 * @param {(value: number | null) => string} [parts.format]
 * @returns {HTMLElement}
 */
export function chart({ title, kind, labels, series, format = String }) {
  const picture = s("svg", { role: "img", tabindex: "0", "aria-label": `${title}. Arrow keys read the values.` });
  const cursor = s("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM, visibility: "hidden" });
  const read = h("p", { class: "chart-read", "aria-live": "polite" }, keys(series));
  const ticks = nice(highest(kind, series));
  const y = (value) => TOP + (1 - value / ticks.at(-1)) * (HEIGHT - TOP - BOTTOM);
  let plane = scale(720, labels.length);
  let current = -1;

  const draw = (width) => {
    plane = scale(width, labels.length);
    picture.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const marks = kind === "line" ? lines(series, plane.x, y) : bars(series, plane, y);
    picture.replaceChildren(...[axis(ticks, width, y, format), labelled(labels, plane), marks, cursor].flat(3).filter(Boolean));
    current >= 0 && point(current);
  };
  const point = (at) => {
    current = Math.max(0, Math.min(labels.length - 1, at));
    cursor.setAttribute("x1", plane.x(current));
    cursor.setAttribute("x2", plane.x(current));
    cursor.setAttribute("visibility", "visible");
    read.replaceChildren(h("span", null, labels[current]), ...keys(series, ({ values }) => format(values[current])));
  };
  const leave = () => {
    current = -1;
    cursor.setAttribute("visibility", "hidden");
    read.replaceChildren(...keys(series));
  };

  draw(720);
  // Drawn in the pixels it has, so that text and lines keep their size.
  new ResizeObserver(([{ contentRect }]) => contentRect.width > 0 && draw(Math.round(contentRect.width))).observe(picture);
  if (labels.length) {
    listen(picture, (pixel) => plane.at(pixel), { last: labels.length - 1, current: () => current, point, leave });
  }
  return h("figure", { class: "chart", "aria-label": title }, read, picture, asTable(title, labels, series, format));
}

/** Where the points are: their middle, the point under a pixel, the room of each. */
function scale(width, length) {
  const room = (width - LEFT - RIGHT) / Math.max(length, 1);
  return {
    room,
    x: (at) => LEFT + (at + 0.5) * room,
    at: (pixel) => Math.floor((pixel - LEFT) / room),
  };
}

function highest(kind, series) {
  const length = Math.max(0, ...series.map(({ values }) => values.length));
  const sums = Array.from({ length }, (_, at) => series.map(({ values }) => values[at] ?? 0))
    .map((column) => (kind === "bar" ? column.reduce((a, b) => a + b, 0) : Math.max(...column)));
  return Math.max(0, ...sums);
}

function axis(ticks, width, y, format) {
  return ticks.map((tick) => [
    s("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick) }),
    s("text", { x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, format(tick)),
  ]);
}

function labelled(labels, { room, x }) {
  const every = Math.ceil(LABEL / room);
  return labels.map((label, at) =>
    at % every === 0 && s("text", { x: x(at), y: HEIGHT - 6, "text-anchor": "middle" }, label));
}

function lines(series, x, y) {
  return series.map(({ values }, index) => {
    const steps = values.map((value, at) =>
      value === null ? "" : `${at === 0 || values[at - 1] === null ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
    const alone = values.map((value, at) => value !== null && (values[at - 1] ?? null) === null
      && (values[at + 1] ?? null) === null && s("circle", { class: `bar-${index + 1}`, cx: x(at), cy: y(value), r: 3 }));
    return [s("path", { class: `line series-${index + 1}`, d: steps.join("") }), alone];
  });
}

function bars(series, { room, x }, y) {
  const width = Math.max(1, Math.min(48, room * 0.7));
  const length = Math.max(0, ...series.map(({ values }) => values.length));
  return Array.from({ length }, (_, at) => {
    let base = 0;
    return series.map(({ values }, index) => {
      const value = values[at] ?? 0;
      const bar = value > 0 && s("rect", {
        class: `bar-${index + 1}`, x: x(at) - width / 2, y: y(base + value), width, height: y(base) - y(base + value),
      });
      base += value;
      return bar;
    });
  });
}

function keys(series, value = () => "") {
  return series.flatMap((one, index) => [
    h("span", { class: `chart-key chart-key-${index + 1}` }), `${one.name} ${value(one)}`,
  ]);
}

function listen(picture, under, { last, current, point, leave }) {
  picture.addEventListener("pointermove", ({ clientX }) => point(under(clientX - picture.getBoundingClientRect().left)));
  picture.addEventListener("pointerleave", leave);
  picture.addEventListener("blur", leave);
  picture.addEventListener("keydown", (event) => {
    const left = current() < 0 ? last : current() - 1;
    const to = { ArrowLeft: left, ArrowRight: current() + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      point(to);
    }
  });
}

function asTable(title, labels, series, format) {
  return h("details", null,
    h("summary", null, "Show as a table"),
    h("div", { class: "table-frame" },
      h("table", null,
        h("caption", { class: "out-of-sight" }, title),
        h("thead", null, h("tr", null,
          h("th", { scope: "col" }, "Time"),
          series.map(({ name }) => h("th", { scope: "col", class: "number" }, name)))),
        h("tbody", null, labels.map((label, at) => h("tr", null,
          h("th", { scope: "row" }, label),
          series.map(({ values }) => h("td", { class: "number" }, format(values[at] ?? null)))))))));
}
