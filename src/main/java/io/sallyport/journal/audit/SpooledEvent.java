package io.sallyport.journal.audit;

import io.sallyport.lang.Bytes;

/// An event as it waits: the very lines that OpenSearch is sent.
///
/// @param millis when the call came in, since the epoch
/// @param lines of the bulk form, each document below its action; every action creates
record SpooledEvent(long millis, Bytes lines) {

    /// How many documents there are.
    int documents() {
        int ends = 0;
        for (int at = lines.from(); at < lines.to(); at++) {
            ends += lines.array()[at] == '\n' ? 1 : 0;
        }
        return ends / 2;
    }
}
