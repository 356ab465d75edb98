package io.sallyport.journal;

import io.sallyport.json.Json;
import java.util.List;
import java.util.Optional;

/// One call with everything that was kept of it.
///
/// @param headers pairs of name and sanitised value
/// @param decision why it went where it went; empty when there was nothing to choose
/// @param attempts every target that was tried; empty when the first one answered
/// @param content empty when bodies were not kept or their time is over
public record RequestDetail(
        RequestRow request,
        Optional<Json> headers,
        Optional<Json> decision,
        List<Attempt> attempts,
        Optional<Bodies> content) {

    /// One target that was tried.
    ///
    /// @param status HTTP status of the upstream, 0 when it never answered
    /// @param code why it failed; empty when it answered
    public record Attempt(
            String backend, String providerKind, String upstreamModel, int status, String code, long millis) {}

    /// What was sent and answered, as far as it was kept.
    public record Bodies(String requestBody, boolean requestCut, String responseBody, boolean responseCut) {}
}
