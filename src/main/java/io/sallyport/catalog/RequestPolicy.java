package io.sallyport.catalog;

import io.sallyport.json.Json;
import java.util.Optional;

/// How requests of a role are shaped before they leave: members the caller left out, and words of the system.
///
/// @param bodyDefaults an object; a member the caller gave is never overridden, objects are merged member by
///     member
/// @param systemPrompt words for the model; empty for none
/// @param position where they stand beside the caller's own system message
public record RequestPolicy(Json bodyDefaults, Optional<String> systemPrompt, Position position) {
    public static final RequestPolicy NONE =
            new RequestPolicy(Json.object().toJson(), Optional.empty(), Position.PREPEND);

    /// Where the words of a role stand.
    public enum Position {
        PREPEND,
        APPEND,
        REPLACE
    }

    public RequestPolicy {
        if (!bodyDefaults.isObject()) {
            throw new IllegalArgumentException("body_defaults must hold keys");
        }
        String reserved = bodyDefaults.fields().stream()
                .map(Json.Field::name)
                .filter(name -> name.equals("model") || name.equals("messages") || name.equals("stream"))
                .findFirst()
                .orElse("");
        if (!reserved.isEmpty()) {
            throw new IllegalArgumentException("body_defaults cannot hold " + reserved);
        }
    }
}
