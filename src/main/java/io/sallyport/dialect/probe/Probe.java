package io.sallyport.dialect.probe;

import io.sallyport.inference.Operation;
import io.sallyport.json.Json;

/// One thing clients can ask for, in a request that asks for it and for little else.
///
/// @param feature what people call it
/// @param body the whole request
public record Probe(Operation operation, String feature, Json body) {
    /// What every request asks for: an answer in words.
    static final String PLAIN = "text";

    boolean isPlain() {
        return feature.equals(PLAIN);
    }
}
