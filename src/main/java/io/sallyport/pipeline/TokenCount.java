package io.sallyport.pipeline;

import io.sallyport.inference.RawRequest;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.json.Json;
import io.sallyport.lang.Header;
import io.sallyport.routing.Plan;
import java.util.List;

/// The count of a message's tokens that a client asks for, where no backend of the model can say it.
///
/// Source: Anthropic API reference, count tokens in a message; Gemini API reference,
/// `models.countTokens`.
final class TokenCount {
    private TokenCount() {}

    /// True when the gateway counts itself: every target speaks another dialect than the client.
    static boolean isOurs(RawRequest request, Plan plan, String dialect) {
        return request.countsTokens()
                && plan.targets().stream()
                        .noneMatch(target -> target.upstream().provider().serves(request.operation(), dialect));
    }

    /// @param dialect name of the client's dialect
    static StoredAnswer answer(long tokens, String dialect) {
        String member = dialect.equals("gemini") ? "totalTokens" : "input_tokens";
        Json count = Json.object().put(member, tokens).toJson();
        return new StoredAnswer(200, List.of(new Header("content-type", "application/json")), count.bytes());
    }
}
