// The gateway's JSON: one way to ask, one kind of error.

import { safePath } from "./paths.js";

/** A "no" of the gateway, or of the network on the way there. */
export class ApiError extends Error {
  /**
   * @param {number} status zero when there was no answer
   * @param {{message?: string, code?: string, param?: string}} error
   * @param {string} requestId
   */
  constructor(status, error, requestId) {
    super(error.message || "The gateway did not say why.");
    this.name = "ApiError";
    this.status = status;
    this.code = error.code ?? "";
    /** The field of the request that is wrong, empty when it is none. */
    this.param = error.param ?? "";
    this.requestId = requestId;
  }
}

/**
 * Who is signed in, as `GET /api/me` tells it.
 *
 * @typedef {{user: {id: string, name: string, email: string, groups: string[]}, operator: boolean, password: boolean,
 *   csrf_token: string, tenants: {tenant: string, role: string}[]}} Me
 */

/** @type {Promise<Me> | null} */
let asked = null;

/**
 * Who is signed in; asked once per page.
 *
 * @returns {Promise<Me>}
 */
export function me() {
  asked ??= get("/api/me").catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

/**
 * @param {string} path
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any>}
 */
export const get = (path, options) => send("GET", path, undefined, options);

/**
 * @param {string} path
 * @param {unknown} [body]
 * @param {{keepalive?: boolean}} [options] keepalive: also when the page is being left
 */
export const post = (path, body = {}, options) => send("POST", path, body, options);

/** @param {string} path @param {unknown} body */
export const put = (path, body) => send("PUT", path, body);

/** @param {string} path @param {unknown} body */
export const patch = (path, body) => send("PATCH", path, body);

/** @param {string} path */
export const remove = (path) => send("DELETE", path);

/**
 * Posts without a session, as the sign-in page must: no token, and a refusal is shown instead of followed.
 *
 * @param {string} path
 * @param {unknown} body
 */
export const postOpenly = (path, body) => ask("POST", path, body, {});

async function send(method, path, body, options = {}) {
  const headers = method === "GET" ? {} : { "x-csrf-token": (await me()).csrf_token };
  try {
    return await ask(method, path, body, headers, options);
  } catch (error) {
    if (error.status === 401) {
      signIn();
    }
    throw error;
  }
}

async function ask(method, path, body, headers, { signal, keepalive } = {}) {
  const answer = await fetch(path, {
    method,
    signal,
    keepalive,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: "error",
    cache: "no-store",
  }).catch((error) => {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new ApiError(0, { message: "The gateway cannot be reached.", code: "unreachable" }, "");
  });
  const text = await answer.text();
  const json = parse(text);
  if (!answer.ok) {
    const said = json?.error && typeof json.error === "object" ? json.error : {};
    throw new ApiError(answer.status, said, answer.headers.get("x-request-id") ?? "");
  }
  return json;
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Goes to the sign-in page, and comes back here afterwards. */
export function signIn() {
  const here = safePath(location.pathname + location.search);
  if (location.pathname !== "/login") {
    location.assign(here === "/" ? "/login" : `/login?next=${encodeURIComponent(here)}`);
  }
}

/** Ends the session and goes where the gateway says, or to the sign-in page. */
export async function signOut() {
  const said = await post("/api/sign-out");
  location.assign(said?.location || "/login");
}
