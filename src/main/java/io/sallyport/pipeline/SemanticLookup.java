package io.sallyport.pipeline;

import io.sallyport.cache.Meaning;
import io.sallyport.cache.Vector;
import io.sallyport.catalog.SemanticCache;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Deadline;
import io.sallyport.lang.RefusedException;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks an embeddings model what a question means.
///
/// Threads: on the event loop of the call.
final class SemanticLookup {
    private static final String PATH = "/v1/embeddings";

    /// Asking must not take longer than answering would.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SideCalls calls;
    private final Supplier<Resolver> resolver;
    private final ClientDialect dialect;

    /// @param dialect in which embeddings models are asked
    SemanticLookup(SideCalls calls, Supplier<Resolver> resolver, ClientDialect dialect) {
        this.calls = calls;
        this.resolver = resolver;
        this.dialect = dialect;
    }

    /// @param done hears what it means; nothing when that cannot be found out
    void ask(Passage passage, Caller caller, Plan plan, Asked asked, Consumer<Optional<Vector>> done) {
        String model = asked.rule().model();
        Plan beside;
        try {
            beside = resolver.get().beside(plan.choice().bounds(), caller, model, Operation.EMBEDDING, dialect.name());
        } catch (RefusedException outOfReach) {
            done.accept(Optional.empty());
            return;
        }
        SideCall call = new SideCall(
                Purpose.SEMANTIC_CACHE,
                caller,
                model,
                dialect,
                request(model, asked.meaning().words()),
                Optional.empty(),
                beside,
                passage.traits(),
                Optional.of(passage.call().entry()),
                Deadline.in(PATIENCE));
        calls.make(call, answer -> done.accept(answer.flatMap(SemanticLookup::vector)));
    }

    /// A question, and how it may be answered again.
    record Asked(SemanticCache rule, Meaning meaning) {}

    private RawRequest request(String model, String words) {
        JsonObject body = Json.object().put("model", model).put("input", words);
        return SideCall.question(dialect, Operation.EMBEDDING, PATH, body);
    }

    private static Optional<Vector> vector(Bytes answer) {
        try {
            return Vector.of(Json.parse(answer).get("data").at(0).get("embedding"));
        } catch (JsonProblem notAsPromised) {
            return Optional.empty();
        }
    }
}
