// Addresses: where to go next, and the state of a view in the query.

/**
 * A path of this site, or the first page when the text could lead elsewhere.
 *
 * @param {string | null | undefined} text
 */
export function safePath(text) {
  return text && text.length <= 2000 && /^\/(?!\/)[!-[\]-~]*$/.test(text) ? text : "/";
}

/**
 * The query with some parameters changed; an empty or missing value removes its parameter.
 *
 * @param {string} query with or without its question mark
 * @param {Record<string, string | number | null | undefined>} changes
 * @returns {string} empty, or with a question mark
 */
export function withQuery(query, changes) {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") {
      params.delete(name);
    } else {
      params.set(name, String(value));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** The parameters of the address bar. */
export function query() {
  return new URLSearchParams(location.search);
}

/**
 * Changes parameters in the address bar.
 *
 * @param {Record<string, string | number | null | undefined>} changes
 * @param {"push" | "replace"} [step] push for what the back button should undo
 */
export function setQuery(changes, step = "replace") {
  const url = location.pathname + withQuery(location.search, changes) + location.hash;
  history[step === "push" ? "pushState" : "replaceState"](null, "", url);
}
