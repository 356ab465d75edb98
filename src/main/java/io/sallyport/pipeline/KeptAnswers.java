package io.sallyport.pipeline;

import io.sallyport.cache.CacheSettings;
import io.sallyport.cache.KeptAnswer;
import io.sallyport.cache.Question;
import io.sallyport.cache.ResponseCache;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.KeyId;
import io.sallyport.pipeline.OnlyOnce.Guard;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Target;
import io.sallyport.usage.Saving;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The part of the road that gives kept answers again, and keeps new ones.
///
/// What memory does not hold is looked for in the database, on a virtual thread. A call that is answered so has
/// passed everything but the backends: its key, its allow-lists, its rates.
final class KeptAnswers {
    private static final Set<Operation> COVERED = EnumSet.of(
            Operation.CHAT,
            Operation.COMPLETION,
            Operation.MESSAGE,
            Operation.CONTENT,
            Operation.EMBEDDING,
            Operation.MODERATION,
            Operation.RERANK);

    /// Bytes; longer conversations are hardly asked twice, and comparing them costs time on the event loop.
    private static final int LONGEST = 128 << 10;

    private final ResponseCache cache;
    private final Executor blocking;
    private final Guard guard;

    KeptAnswers(ResponseCache cache, Executor blocking, Guard guard) {
        this.cache = cache;
        this.blocking = blocking;
        this.guard = guard;
    }

    /// Lets a call go, or answers it with what is kept.
    void admit(Passage passage, RawRequest request, Plan plan, Runnable goes, Consumer<StoredAnswer> answersAgain) {
        Optional<Question> asked = question(passage, request, plan);
        if (asked.isEmpty()) {
            goes.run();
            return;
        }
        Question question = asked.get();
        passage.keeps(new Keeping(question, cache.settings().maxAnswerSize()));
        if (wishes(passage, "no-cache")) {
            goes.run();
            return;
        }
        Optional<KeptAnswer> here = cache.inMemory(question);
        if (here.isPresent() || !cache.settings().shared()) {
            here.ifPresentOrElse(answer -> again(passage, answer, answersAgain), goes);
            return;
        }
        blocking.execute(() -> guard.run(passage, () -> {
            Optional<KeptAnswer> there = cache.find(question);
            passage.call()
                    .reply()
                    .onLoop(() -> guard.run(
                            passage,
                            () -> there.ifPresentOrElse(answer -> again(passage, answer, answersAgain), goes)));
        }));
    }

    private void again(Passage passage, KeptAnswer answer, Consumer<StoredAnswer> answersAgain) {
        passage.saves(answer.spent());
        passage.call()
                .reply()
                .header("x-sallyport-cache", "hit")
                .header("age", Long.toString(cache.age(answer).toSeconds()));
        answersAgain.accept(answer.answer());
    }

    private Optional<Question> question(Passage passage, RawRequest request, Plan plan) {
        CacheSettings settings = cache.settings();
        Optional<Caller> caller = passage.caller();
        boolean covered = settings.enabled()
                && COVERED.contains(request.operation())
                && request.body().length() <= LONGEST
                && settings.models().allows(plan.alias())
                && caller.filter(who -> who.kind() != Caller.Kind.PASSTHROUGH).isPresent()
                && passage.mayKeepContent()
                && !wishes(passage, "no-store");
        if (!covered) {
            return Optional.empty();
        }
        try {
            Json body = Json.parse(request.body());
            return Optional.of(Question.of(
                    caller.get().tenant(), group(settings, caller.get()), circumstances(passage, request, plan), body));
        } catch (JsonProblem e) {
            // Not every reader takes what the scan lets through; such a body goes to the backend as it is.
            return Optional.empty();
        }
    }

    private static String group(CacheSettings settings, Caller caller) {
        return switch (settings.sharing()) {
            case TENANT -> "";
            case PROJECT -> "project " + caller.project().value();
            case KEY -> "key " + caller.key().map(KeyId::value).orElse(caller.name());
        };
    }

    /// Another backend, model or task gives another answer.
    private static List<String> circumstances(Passage passage, RawRequest request, Plan plan) {
        List<String> all = new ArrayList<>();
        all.add(passage.call().dialect().name());
        all.add(request.path());
        all.add(request.query());
        all.add(plan.alias());
        all.add(passage.losses().name());
        all.add(Boolean.toString(plan.exposeReasoning()));
        all.add(plan.role().map(Object::toString).orElse(""));
        all.add(passage.screenedBy().rules().toString());
        plan.targets().stream().map(Target::id).forEach(all::add);
        return all;
    }

    /// Source: RFC 9111, section 5.2.1.
    private static boolean wishes(Passage passage, String directive) {
        return passage.call().request().headers("cache-control").stream()
                .flatMap(line -> List.of(line.toLowerCase(Locale.ROOT).split(",")).stream())
                .anyMatch(word -> word.strip().equals(directive));
    }

    /// Keeps the answer of a call that went well.
    void conclude(Passage passage, Delivery delivery) {
        boolean well = delivery.reader().isPresent() && delivery.outcome().isSuccess();
        if (!well) {
            return;
        }
        passage.keeping()
                .ifPresent(keeping -> keeping.answer().ifPresent(answer -> {
                    Saving spent = passage.call().entry().spending();
                    KeptAnswer kept = cache.keep(keeping.question(), answer, spent);
                    blocking.execute(() -> cache.share(keeping.question(), kept));
                }));
    }
}
