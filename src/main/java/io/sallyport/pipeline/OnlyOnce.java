package io.sallyport.pipeline;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.idempotency.IdempotencyKey;
import io.sallyport.idempotency.IdempotentCall;
import io.sallyport.idempotency.IdempotentCall.Origin;
import io.sallyport.idempotency.IdempotentCalls;
import io.sallyport.idempotency.IdempotentCalls.Answered;
import io.sallyport.idempotency.IdempotentCalls.Claim;
import io.sallyport.idempotency.IdempotentCalls.Found;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.lang.KeyId;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.routing.Attempt;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.web.WebRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The part of the road that lets a call with an `Idempotency-Key` go upstream only once, however often it is
/// sent.
///
/// A call without the header costs one look at its headers. One with it waits for the database on a virtual
/// thread twice: before it goes, and before its answer leaves, so that whoever has seen an answer is given it
/// again. Streams and operations that are not answered in JSON pass as if they had no header, because clients
/// send it with everything.
final class OnlyOnce {
    private static final Logger LOG = LoggerFactory.getLogger(OnlyOnce.class);

    private static final Set<Operation> COVERED = EnumSet.of(
            Operation.CHAT,
            Operation.COMPLETION,
            Operation.RESPONSE,
            Operation.MESSAGE,
            Operation.CONTENT,
            Operation.EMBEDDING,
            Operation.MODERATION,
            Operation.RERANK,
            Operation.IMAGE);

    /// No call lasts longer than it may; this much more, and whoever took it is gone.
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final IdempotentCalls calls;
    private final Executor blocking;
    private final Guard guard;

    OnlyOnce(IdempotentCalls calls, Executor blocking, Guard guard) {
        this.calls = calls;
        this.blocking = blocking;
        this.guard = guard;
    }

    /// Runs a stage of a passage, unless that is over; what the stage throws becomes the answer.
    @FunctionalInterface
    interface Guard {
        void run(Passage passage, Runnable stage);
    }

    /// Lets a call go, or answers it again.
    ///
    /// Errors: those of [IdempotentCalls#claim(IdempotentCall, Duration)], and BadRequest for a malformed key.
    void admit(Passage passage, Caller caller, RawRequest request, Runnable goes, Consumer<StoredAnswer> answersAgain) {
        Optional<IdempotencyKey> key = key(passage.call(), request);
        if (key.isEmpty()) {
            goes.run();
            return;
        }
        Origin origin = origin(passage, caller);
        Duration lease = passage.settings().wholeCall().plus(GRACE);
        blocking.execute(() -> guard.run(passage, () -> {
            Found found = calls.claim(IdempotentCall.of(origin, key.get(), request.body()), lease);
            passage.call().reply().onLoop(() -> {
                switch (found) {
                    case Claim claim -> goOn(passage, claim, goes);
                    case Answered(StoredAnswer answer) -> guard.run(passage, () -> answersAgain.accept(answer));
                }
            });
        }));
    }

    /// A client that left while the call was taken for it must be able to send it again.
    private void goOn(Passage passage, Claim claim, Runnable goes) {
        if (passage.isOver()) {
            blocking.execute(() -> calls.release(claim));
        } else {
            passage.claimed(claim);
            guard.run(passage, goes);
        }
    }

    private Optional<IdempotencyKey> key(Call call, RawRequest request) {
        boolean json = call.form() == BodyForm.JSON || call.form() == BodyForm.JSON_MODEL_OPTIONAL;
        boolean covered = json && COVERED.contains(call.operation()) && !request.facts().stream();
        return covered && calls.isEnabled()
                ? IdempotencyKey.read(call.request().headers(IdempotencyKey.HEADER))
                : Optional.empty();
    }

    private static Origin origin(Passage passage, Caller caller) {
        WebRequest request = passage.call().request();
        // Who shows a provider's key is known by nothing else.
        String who = passage.clientCredential()
                .map(token -> "passthrough " + OpaqueToken.hash(token))
                .or(() -> caller.key().map(KeyId::value))
                .orElse(caller.name());
        return new Origin(caller.tenant(), who, request.path() + '?' + request.query());
    }

    /// Writes down how a call ended, before its answer leaves.
    void conclude(Passage passage, Attempt attempt, Runnable answers) {
        Optional<Claim> claim = attempt instanceof Flowing ? Optional.empty() : passage.takeClaim();
        if (claim.isEmpty()) {
            answers.run();
            return;
        }
        passage.answering();
        blocking.execute(() -> {
            conclude(passage, claim.get(), attempt);
            passage.call().reply().onLoop(() -> guard.run(passage, answers));
        });
    }

    private void conclude(Passage passage, Claim claim, Attempt attempt) {
        tried(() -> {
            switch (attempt) {
                case Whole whole -> calls.answered(claim, kept(passage, whole));
                case Failed _, Flowing _ -> calls.release(claim);
            }
        });
    }

    private static Optional<StoredAnswer> kept(Passage passage, Whole whole) {
        return passage.mayKeepContent()
                ? Optional.of(new StoredAnswer(
                        whole.status(),
                        whole.headers().stream()
                                .filter(ClientHeaders::reachesClient)
                                .toList(),
                        whole.body()))
                : Optional.empty();
    }

    /// Ends what was not concluded: the client left, a later stage refused, or the answer flowed past.
    void end(Passage passage, Delivery delivery) {
        Optional<Claim> claim = passage.takeClaim();
        if (claim.isEmpty()) {
            return;
        }
        blocking.execute(() -> tried(() -> {
            if (delivery.outcome().code().isEmpty()) {
                calls.answered(claim.get(), Optional.empty());
            } else {
                calls.release(claim.get());
            }
        }));
    }

    /// The answer is there and must reach the client; what cannot be written down now ends with its lease.
    private static void tried(Runnable writing) {
        try {
            writing.run();
        } catch (RuntimeException e) {
            LOG.warn("idempotency written=false cause={}", e.getMessage());
        }
    }
}
