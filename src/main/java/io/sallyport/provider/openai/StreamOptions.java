package io.sallyport.provider.openai;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Adds `"stream_options":{"include_usage":true}` to a body without rewriting the rest.
final class StreamOptions {
    private static final Bytes ADDED = Bytes.of(",\"stream_options\":{\"include_usage\":true}}");

    private StreamOptions() {}

    /// @param slices the body in slices of the original and replaced pieces, the last one ending in the closing
    ///     brace
    /// @param original the body as the client sent it
    static List<Bytes> withUsage(List<Bytes> slices, Bytes original) {
        Optional<Bytes> present = JsonScan.object(original).value("stream_options");
        return present.isEmpty() ? Slices.appended(slices, ADDED) : replaced(slices, present.get());
    }

    private static List<Bytes> replaced(List<Bytes> slices, Bytes old) {
        Json options = Json.parse(old);
        Json asked = (options.isObject() ? JsonObject.from(options) : Json.object())
                .put("include_usage", true)
                .toJson();
        List<Bytes> out = new ArrayList<>();
        for (Bytes slice : slices) {
            if (slice.covers(old)) {
                out.add(new Bytes(slice.array(), slice.from(), old.from()));
                out.add(asked.bytes());
                out.add(new Bytes(slice.array(), old.to(), slice.to()));
            } else {
                out.add(slice);
            }
        }
        return out;
    }
}
