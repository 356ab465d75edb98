// Markdown to DOM nodes, for texts that other people wrote: policies, banners, answers of models.
//
// What it knows: headings, paragraphs, lists, quotes, rules, code, emphasis, links to http(s) and mailto. Everything else,
// HTML and images above all, stays the text it is. Nodes are made one by one; no string is ever parsed as markup.

/** @typedef {{kind: string, text?: string, level?: number, href?: string, children?: Token[]}} Token */

const DEEPEST = 8;
// Every repetition has an end, so that no text takes more than time in proportion to its length.
const SPECIAL = new RegExp([
  /\\([\\`*_{}[\]()#+\-.!<>|~])/,
  /(?<ticks>`{1,9})(?<code>[^`]|[^`][\s\S]{0,2000}?[^`])\k<ticks>(?!`)/,
  /!?\[(?<label>[^\]]{0,500})\]\((?<address>[^()\s]{1,2000})\)/,
  /(?<double>\*\*|__)(?=\S)(?<strong>[\s\S]{0,2000}?\S)\k<double>(?!\*)/,
  /(?<single>\*|\b_)(?=\S)(?<emphasis>[\s\S]{0,2000}?\S)\k<single>/,
].map((part) => part.source).join("|"));

/**
 * The blocks of a text.
 *
 * @param {string} text
 * @param {number} [depth]
 * @returns {Token[]}
 */
export function blocks(text, depth = 0) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const found = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = blockAt(lines, at, depth);
    if (block) {
      found.push(block);
    }
    at = next;
  }
  return found;
}

function blockAt(lines, at, depth) {
  const line = lines[at];
  if (!line.trim()) {
    return [null, at + 1];
  }
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line);
  if (fence) {
    return fenced(lines, at, fence[1]);
  }
  const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/.exec(line);
  if (heading) {
    return [{ kind: "heading", level: heading[1].length, children: inline(heading[2]) }, at + 1];
  }
  if (/^ {0,3}([-*_])[ \t]*(\1[ \t]*){2,}$/.test(line)) {
    return [{ kind: "rule" }, at + 1];
  }
  if (depth < DEEPEST && /^ {0,3}>/.test(line)) {
    return quoted(lines, at, depth);
  }
  if (depth < DEEPEST && marker(line)) {
    return list(lines, at, depth);
  }
  return paragraph(lines, at);
}

function fenced(lines, at, fence) {
  const end = lines.findIndex((line, i) => i > at && line.trim().startsWith(fence) && !line.trim().replaceAll(fence[0], ""));
  const last = end < 0 ? lines.length : end;
  return [{ kind: "code", text: lines.slice(at + 1, last).join("\n") }, last + 1];
}

function quoted(lines, at, depth) {
  let end = at;
  while (end < lines.length && /^ {0,3}>/.test(lines[end])) {
    end++;
  }
  const inner = lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, "")).join("\n");
  return [{ kind: "quote", children: blocks(inner, depth + 1) }, end];
}

/** @returns {{ordered: boolean, width: number} | null} */
function marker(line) {
  const found = /^( {0,3})([-*+]|\d{1,9}[.)])[ \t]+(?=\S)/.exec(line);
  return found && { ordered: /\d/.test(found[2]), width: found[0].length };
}

function list(lines, at, depth) {
  const { ordered } = marker(lines[at]);
  const items = [];
  let next = at;
  while (next < lines.length && marker(lines[next])?.ordered === ordered) {
    const { width } = marker(lines[next]);
    const inner = [lines[next].slice(width)];
    next++;
    while (next < lines.length && belongs(lines, next)) {
      inner.push(lines[next].replace(/^(\t| {1,4})/, ""));
      next++;
    }
    items.push({ kind: "item", children: tight(blocks(inner.join("\n"), depth + 1)) });
  }
  return [{ kind: ordered ? "ordered" : "bullets", children: items }, next];
}

function belongs(lines, at) {
  if (lines[at].trim()) {
    return /^( {2,}|\t)/.test(lines[at]) || (!marker(lines[at]) && Boolean(lines[at - 1].trim()) && !starts(lines[at]));
  }
  return at + 1 < lines.length && /^( {2,}|\t)\S/.test(lines[at + 1]);
}

const starts = (line) => /^ {0,3}(#{1,6}[ \t]|>|`{3}|~{3})/.test(line);

/** An item of one paragraph is shown without the paragraph. */
function tight(children) {
  return children[0]?.kind === "paragraph" ? [...children[0].children, ...children.slice(1)] : children;
}

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !starts(lines[end]) && !marker(lines[end])) {
    end++;
  }
  return [{ kind: "paragraph", children: inline(lines.slice(at, end).map((line) => line.trim()).join("\n")) }, end];
}

/**
 * The spans of a line.
 *
 * @param {string} text
 * @param {number} [depth]
 * @returns {Token[]}
 */
export function inline(text, depth = 0) {
  const found = [];
  let rest = text;
  while (rest) {
    const special = depth < DEEPEST ? SPECIAL.exec(rest) : null;
    if (!special) {
      break;
    }
    push(found, rest.slice(0, special.index));
    push(found, span(special, depth));
    rest = rest.slice(special.index + special[0].length);
  }
  push(found, rest);
  return found;
}

function span(special, depth) {
  const { code, label, address, strong, emphasis } = special.groups;
  if (special[1]) {
    return special[1];
  }
  if (code !== undefined) {
    return { kind: "span-code", text: code.trim() || code };
  }
  if (address !== undefined) {
    const href = safeLink(address);
    return href ? { kind: "link", href, children: inline(label || address, depth + 1) } : special[0];
  }
  return strong !== undefined
    ? { kind: "strong", children: inline(strong, depth + 1) }
    : { kind: "emphasis", children: inline(emphasis, depth + 1) };
}

function push(found, token) {
  if (typeof token !== "string") {
    found.push(token);
  } else if (token && found.at(-1)?.kind === "text") {
    found.at(-1).text += token;
  } else if (token) {
    found.push({ kind: "text", text: token });
  }
}

/**
 * An address a link may lead to; empty for any other.
 *
 * @param {string} address
 */
export function safeLink(address) {
  if (!/^(https?:\/\/|mailto:)[!-~]+$/i.test(address)) {
    return "";
  }
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) && !url.username ? url.href : "";
  } catch {
    return "";
  }
}

const ELEMENTS = {
  paragraph: "p", quote: "blockquote", bullets: "ul", ordered: "ol", item: "li", rule: "hr", strong: "strong",
  emphasis: "em", "span-code": "code",
};

/**
 * The nodes of a text, ready for `element.replaceChildren(...render(text))`.
 *
 * @param {string} text
 * @param {{headings?: number}} [options] level that the first heading becomes, so that a page keeps its outline
 * @returns {Node[]}
 */
export function render(text, { headings = 2 } = {}) {
  return blocks(text).map((token) => node(token, headings));
}

/**
 * The nodes of one line, without blocks.
 *
 * @param {string} text
 * @returns {Node[]}
 */
export function renderInline(text) {
  return inline(text).map((token) => node(token, 2));
}

function node(token, headings) {
  if (token.kind === "text") {
    return document.createTextNode(token.text);
  }
  const element = document.createElement(elementOf(token, headings));
  if (token.kind === "link") {
    element.href = token.href;
    element.rel = "noopener noreferrer";
    element.target = "_blank";
  }
  if (token.kind === "code") {
    element.append(document.createElement("code"));
    element.firstChild.textContent = token.text;
  } else if (token.text !== undefined) {
    element.textContent = token.text;
  }
  element.append(...(token.children ?? []).map((child) => node(child, headings)));
  return element;
}

function elementOf(token, headings) {
  switch (token.kind) {
    case "heading":
      return `h${Math.min(6, token.level + headings - 1)}`;
    case "code":
      return "pre";
    case "link":
      return "a";
    default:
      return ELEMENTS[token.kind];
  }
}
