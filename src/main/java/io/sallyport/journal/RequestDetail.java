package io.sallyport.journal;

import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.json.Json;
import java.util.List;
import java.util.Optional;

/// One call with everything that was kept of it.
///
/// @param headers pairs of name and sanitised value
/// @param decision why it went where it went; empty when there was nothing to choose
/// @param attempts every target that was tried; empty when the first one answered
/// @param content empty when bodies were not kept or their time is over
/// @param guardrails what guardrails did, where it stands beside the call; empty where it has a list of its own
/// @param contentClass what the audit trail keeps of its content: `none`, `masked` or `full`; empty elsewhere
public record RequestDetail(
        RequestRow request,
        Optional<Json> headers,
        Optional<Json> decision,
        List<Attempt> attempts,
        Optional<Bodies> content,
        List<Guarded> guardrails,
        Optional<String> contentClass) {

    /// One of the request log, which keeps what guardrails did elsewhere.
    public RequestDetail(
            RequestRow request,
            Optional<Json> headers,
            Optional<Json> decision,
            List<Attempt> attempts,
            Optional<Bodies> content) {
        this(request, headers, decision, attempts, content, List.of(), Optional.empty());
    }

    /// One target that was tried.
    ///
    /// @param status HTTP status of the upstream, 0 when it never answered
    /// @param code why it failed; empty when it answered
    public record Attempt(
            String backend, String providerKind, String upstreamModel, int status, String code, long millis) {}

    /// What was sent and answered, as far as it was kept.
    public record Bodies(String requestBody, boolean requestCut, String responseBody, boolean responseCut) {}
}
