package io.sallyport.catalog;

import java.util.Optional;

/// What a role says to the model.
///
/// @param systemPrompt the task; stands before whatever the caller's own system message says
/// @param userTemplate frame of the last user message, with [#INPUT] where the caller's words go
/// @param request further shaping of the request
public record PromptPolicy(Optional<String> systemPrompt, Optional<String> userTemplate, RequestPolicy request) {
    /// What a user template puts the caller's words in place of.
    public static final String INPUT = "{{ user_input }}";

    public static final PromptPolicy NONE = new PromptPolicy(Optional.empty(), Optional.empty(), RequestPolicy.NONE);

    public PromptPolicy {
        if (userTemplate.filter(template -> !template.contains(INPUT)).isPresent()) {
            throw new IllegalArgumentException("user_template must hold " + INPUT);
        }
    }

    /// Whether requests leave as they came.
    public boolean isIdle() {
        return equals(NONE);
    }
}
