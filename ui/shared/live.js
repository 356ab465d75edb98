// What changes while it is looked at: server-sent events, else polling; a hidden tab asks for nothing.

import { get } from "./api.js";

/** Longest pause between two tries after failures. */
const LONGEST_PAUSE = 60_000;

/**
 * Follows something until it is stopped.
 *
 * @param {object} source
 * @param {string} [source.events] path of an event stream whose data is JSON
 * @param {string | (() => string)} source.poll path asked when there is no stream, and once at the start
 * @param {number} [source.every] milliseconds between two polls
 * @param {(data: any) => void} source.onData a poll's whole answer, or an event's data
 * @param {(error: Error) => void} [source.onError]
 * @returns {() => void} stops it
 */
export function follow({ events, poll, every = 5000, onData, onError = () => {} }) {
  let stream = null;
  let timer = 0;
  let failures = 0;
  let streams = Boolean(events);
  let asking = null;

  const ask = async () => {
    asking = new AbortController();
    try {
      onData(await get(typeof poll === "string" ? poll : poll(), { signal: asking.signal }));
      failures = 0;
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      failures++;
      onError(error);
    }
    if (!stream) {
      timer = setTimeout(ask, pause(every, failures));
    }
  };

  const listen = () => {
    stream = new EventSource(events);
    stream.onmessage = ({ data }) => onData(JSON.parse(data));
    stream.onerror = () => {
      // The browser comes back by itself, except after an answer that is no stream.
      if (stream?.readyState === EventSource.CLOSED) {
        stream = null;
        streams = false;
        timer = setTimeout(ask, every);
      }
    };
  };

  const start = () => {
    streams && listen();
    ask();
  };
  const rest = () => {
    clearTimeout(timer);
    asking?.abort();
    stream?.close();
    stream = null;
  };
  const heed = () => {
    rest();
    document.hidden || start();
  };

  document.addEventListener("visibilitychange", heed);
  heed();
  return () => {
    document.removeEventListener("visibilitychange", heed);
    rest();
  };
}

/**
 * The pause before the next try: doubled with every failure in a row.
 *
 * @param {number} every
 * @param {number} failures
 */
export function pause(every, failures) {
  return Math.min(Math.max(every, LONGEST_PAUSE), every * 2 ** Math.min(failures, 10));
}
