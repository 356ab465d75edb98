package io.sallyport.web;

import java.util.List;

/// What a reader took from the bytes of one connection.
///
/// @param asked whole requests, in order
/// @param end how the reading ended
record Heard(List<Asked> asked, End end) {

    /// One request with its body, bytes as Latin-1.
    record Asked(String method, String target, String body) {}

    /// How a reading ended.
    enum End {
        /// More bytes may come; nothing was refused.
        OPEN,
        /// The rest is never read, because the last request said so.
        CLOSED,
        /// What came is not HTTP.
        REFUSED
    }
}
