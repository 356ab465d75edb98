package io.sallyport.routing;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Deadline;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Secret;
import io.sallyport.provider.SignatureStamps;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What shall be brought to a target and back.
///
/// @param dialect in which the request is written
/// @param traits what strategies may ask of the call
/// @param headers lines of the client that go on
/// @param outputCap most tokens the answer may have, where the client said nothing about it
/// @param clientCredential the caller's own provider key, only in pass-through mode
/// @param losses what happens when the request cannot be carried over as it is
/// @param stamps bind what vendors signed to their backends
/// @param deadline when the whole call must be over
/// @param idle longest silence within an answer
/// @param gate has a say before every attempt
/// @param log hears of every attempt when it ends
public record Errand(
        ClientDialect dialect,
        RawRequest request,
        Traits traits,
        List<Header> headers,
        Optional<Long> outputCap,
        Optional<Secret> clientCredential,
        LossPolicy losses,
        SignatureStamps stamps,
        Deadline deadline,
        Duration idle,
        Gate gate,
        AttemptLog log) {

    /// Has a say before every attempt.
    @FunctionalInterface
    public interface Gate {
        /// Lets everything through.
        Gate OPEN = target -> Optional.empty();

        /// @return why this target may not be tried; empty when it may
        Optional<Refusal> enter(Target target);
    }

    /// Hears of attempts.
    @FunctionalInterface
    public interface AttemptLog {

        /// @param status HTTP status of the upstream, 0 when it never answered
        /// @param code why it failed; empty when it answered
        void attempted(Target target, int status, String code, long millis);
    }
}
