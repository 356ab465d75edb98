package io.sallyport.inference;

import io.sallyport.lang.Bytes;
import java.util.List;

/// A request as it came: its bytes, checked once, and the few facts a scan found.
///
/// @param method upper-case HTTP method
/// @param path below the gateway's address, for example `/v1/chat/completions`
/// @param query raw, without question mark, may be empty
/// @param contentType as the client sent it; empty without a body
public record RawRequest(
        Operation operation,
        String method,
        String path,
        String query,
        String contentType,
        Bytes body,
        RequestFacts facts) {

    /// Whether only the tokens of a chat are to be counted.
    public boolean countsTokens() {
        return path.endsWith("/count_tokens") || path.endsWith(":countTokens");
    }

    /// The same for what the upstream calls another way.
    ///
    /// @param model as the upstream calls it
    public RawRequest with(String model) {
        return new RawRequest(operation, method, path, query, contentType, body, facts.with(model));
    }

    /// The body with another model name, as slices of the old bytes around the new name.
    ///
    /// @param spelled the new name as it stands in the body, for example with quotes in JSON
    public List<Bytes> bodyWithModel(Bytes spelled) {
        if (facts.modelSpan().isEmpty()) {
            return List.of(body);
        }
        Bytes old = facts.modelSpan().get();
        return List.of(
                new Bytes(body.array(), body.from(), old.from()),
                spelled,
                new Bytes(body.array(), old.to(), body.to()));
    }
}
