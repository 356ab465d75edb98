package io.sallyport.dialect;

import io.sallyport.lang.Bytes;

/// One event of a stream, a server-sent one unless its vendor frames them otherwise.
///
/// @param raw the event as it is forwarded, closing blank line included; empty when it cannot be
/// @param name value of the `event` line, empty when there is none
/// @param data value of the `data` lines, joined by line feeds; empty for a comment
public record SseEvent(Bytes raw, String name, Bytes data) {

    /// The event in plain form with other data.
    public Bytes withData(Bytes other) {
        String type = name.isEmpty() ? "" : "event: " + name + "\n";
        return Bytes.of(type + "data: " + other.text() + "\n\n");
    }
}
