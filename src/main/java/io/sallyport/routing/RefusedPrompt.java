package io.sallyport.routing;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.routing.UpstreamFaults.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Tells apart why a provider refuses a prompt: too long, not allowed, or wrong.
///
/// Source: OpenAI and Azure OpenAI error codes; messages of Anthropic, Bedrock and Gemini, which have no codes
/// for it.
final class RefusedPrompt {
    private static final Set<String> TOO_LONG = Set.of("context_length_exceeded", "string_above_max_length");
    private static final Set<String> NOT_ALLOWED =
            Set.of("content_policy_violation", "content_filter", "ResponsibleAIPolicyViolation");
    private static final List<String> SAYS_TOO_LONG = List.of(
            "prompt is too long",
            "maximum context length",
            "input is too long",
            "exceeds the maximum number of tokens",
            "context window",
            "exceeds the available context size");
    private static final List<String> SAYS_NOT_ALLOWED =
            List.of("content management policy", "content filtering policy", "safety system", "usage policies");

    private RefusedPrompt() {}

    /// @param status HTTP status below 500
    static String kind(int status, UpstreamError error) {
        String message = error.message().toLowerCase(Locale.ROOT);
        if (TOO_LONG.contains(error.code()) || SAYS_TOO_LONG.stream().anyMatch(message::contains)) {
            return Fault.CONTEXT;
        }
        boolean content =
                NOT_ALLOWED.contains(error.code()) || SAYS_NOT_ALLOWED.stream().anyMatch(message::contains);
        return content ? Fault.CONTENT : String.valueOf(status);
    }
}
