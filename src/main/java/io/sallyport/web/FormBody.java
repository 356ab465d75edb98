package io.sallyport.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a form, `application/x-www-form-urlencoded`.
public final class FormBody {
    private static final int MOST_FIELDS = 64;

    private final Map<String, List<String>> fields;

    private FormBody(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /// Reads a body; fields after the sixty-fourth are not read.
    public static FormBody read(Bytes body) {
        String text = new String(body.toArray(), StandardCharsets.UTF_8);
        return new FormBody(new QueryStringDecoder(text, StandardCharsets.UTF_8, false, MOST_FIELDS).parameters());
    }

    /// The value of a field that is there exactly once.
    public Optional<String> one(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
