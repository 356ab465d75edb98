// Money, tokens, dates and durations: written the same on every page.

const UNKNOWN = "–";

const isNone = (value) => value === null || value === undefined || value === "";

/**
 * Dollars, with as many decimals as the amount needs to be read.
 *
 * @param {number | string | null | undefined} dollars nothing for an unknown cost, which is not zero
 */
export function money(dollars) {
  const amount = Number(dollars);
  if (isNone(dollars) || Number.isNaN(amount)) {
    return UNKNOWN;
  }
  const size = Math.abs(amount);
  if (size === 0 || size >= 1) {
    return grouped(amount, 2, 2, "$");
  }
  if (size < 0.000001) {
    return amount < 0 ? "> −$0.000001" : "< $0.000001";
  }
  const decimals = Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(size))));
  return grouped(amount, 2, decimals, "$");
}

/** @param {number | null | undefined} count in full, with separators */
export function count(count) {
  return isNone(count) ? UNKNOWN : grouped(Number(count), 0, 0, "");
}

/**
 * Tokens in at most four digits: `812`, `1.2k`, `34k`, `5.6M`.
 *
 * @param {number | null | undefined} tokens
 */
export function tokens(tokens) {
  if (isNone(tokens)) {
    return UNKNOWN;
  }
  for (const [unit, size] of [["B", 1e9], ["M", 1e6], ["k", 1e3]]) {
    // A number that would round up to the next unit is shown in that one.
    if (tokens >= size * 0.9995) {
      const scaled = tokens / size;
      return (scaled < 9.95 ? scaled.toFixed(1).replace(".0", "") : Math.round(scaled)) + unit;
    }
  }
  return String(Math.round(tokens));
}

/** @param {number | null | undefined} share between 0 and 1 */
export function percent(share) {
  if (isNone(share)) {
    return UNKNOWN;
  }
  const hundredths = share * 100;
  return `${hundredths !== 0 && Math.abs(hundredths) < 10 ? hundredths.toFixed(1) : Math.round(hundredths)} %`;
}

/** @param {number | null | undefined} milliseconds */
export function duration(milliseconds) {
  if (isNone(milliseconds)) {
    return UNKNOWN;
  }
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  const parts = [[86_400, "d"], [3600, "h"], [60, "min"]];
  const first = parts.findIndex(([size]) => seconds >= size);
  const [size, unit] = parts[first];
  const [below, smaller] = parts[first + 1] ?? [1, "s"];
  const whole = Math.floor(seconds / size);
  const rest = Math.floor((seconds - whole * size) / below);
  return rest ? `${whole} ${unit} ${rest} ${smaller}` : `${whole} ${unit}`;
}

/** @param {number | null | undefined} bytes */
export function bytes(bytes) {
  if (isNone(bytes)) {
    return UNKNOWN;
  }
  for (const [unit, size] of [["GB", 2 ** 30], ["MB", 2 ** 20], ["KB", 2 ** 10]]) {
    if (bytes >= size) {
      return `${(bytes / size).toFixed(bytes / size < 10 ? 1 : 0)} ${unit}`;
    }
  }
  return `${bytes} B`;
}

/** Year, month, day of the reader's own time zone: `2026-11-21`. @param {string | number | Date | null} time */
export function date(time) {
  const at = moment(time);
  return at ? `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` : UNKNOWN;
}

/** Date and minute: `2026-11-21 15:04`. @param {string | number | Date | null} time */
export function dateTime(time) {
  const at = moment(time);
  return at ? `${date(at)} ${two(at.getHours())}:${two(at.getMinutes())}` : UNKNOWN;
}

/**
 * How far away a time is: `3 min ago`, `in 2 d`, `now`.
 *
 * @param {string | number | Date | null} time
 * @param {number} [now]
 */
export function ago(time, now = Date.now()) {
  const at = moment(time);
  if (!at) {
    return UNKNOWN;
  }
  const distance = now - at.getTime();
  const seconds = Math.abs(distance) / 1000;
  if (seconds < 45) {
    return "now";
  }
  const [size, unit] = [[86_400, "d"], [3600, "h"], [60, "min"]].find(([size]) => seconds >= size * 0.75);
  const text = `${Math.max(1, Math.round(seconds / size))} ${unit}`;
  return distance > 0 ? `${text} ago` : `in ${text}`;
}

function moment(time) {
  if (isNone(time)) {
    return null;
  }
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : at;
}

const two = (number) => String(number).padStart(2, "0");

function grouped(amount, least, most, unit) {
  const text = Math.abs(amount).toLocaleString("en-US", {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  });
  return (amount < 0 ? "−" : "") + unit + text;
}
