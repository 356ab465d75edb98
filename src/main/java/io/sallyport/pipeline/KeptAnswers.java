package io.sallyport.pipeline;

import io.sallyport.cache.CacheSettings;
import io.sallyport.cache.KeptAnswer;
import io.sallyport.cache.Meaning;
import io.sallyport.cache.Meanings;
import io.sallyport.cache.Question;
import io.sallyport.cache.ResponseCache;
import io.sallyport.cache.Vector;
import io.sallyport.guardrail.GuardrailRule;
import io.sallyport.identity.Caller;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Sharing;
import io.sallyport.lang.TenantId;
import io.sallyport.pipeline.OnlyOnce.Guard;
import io.sallyport.pipeline.SemanticLookup.Asked;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Target;
import io.sallyport.transport.HeaderName;
import io.sallyport.usage.Saving;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The part of the road that gives kept answers again, and keeps new ones.
///
/// What memory does not hold is looked for in the database, on a virtual thread. A call that is answered so has
/// passed everything but the backends: its key, its allow-lists, its rates.
final class KeptAnswers {
    /// Bytes; longer conversations are hardly asked twice, and comparing them costs time on the event loop.
    private static final int LONGEST = 128 << 10;

    private static final HeaderName AGE = HeaderName.of("age");

    private final ResponseCache cache;
    private final Meanings meanings;
    private final SemanticLookup lookup;
    private final Executor blocking;
    private final Guard guard;

    KeptAnswers(ResponseCache cache, Meanings meanings, SemanticLookup lookup, Executor blocking, Guard guard) {
        this.cache = cache;
        this.meanings = meanings;
        this.lookup = lookup;
        this.blocking = blocking;
        this.guard = guard;
    }

    /// Lets a call go, or answers it with what is kept.
    void admit(Passage passage, RawRequest request, Plan plan, Runnable goes, Consumer<StoredAnswer> answersAgain) {
        Optional<Json> body = body(passage, request, plan);
        if (body.isEmpty()) {
            goes.run();
            return;
        }
        List<String> circumstances = circumstances(passage, request, plan);
        Question question = question(passage, circumstances, body.get());
        passage.keeps(new Keeping(question, cache.settings().maxAnswerSize()));
        if (wishes(passage, "no-cache")) {
            goes.run();
            return;
        }
        Optional<Asked> alike = alike(passage, plan, circumstances, body.get());
        Runnable otherwise =
                alike.isEmpty() ? goes : () -> seek(passage, plan, alike.get(), new Ways(goes, answersAgain));
        Optional<KeptAnswer> here = cache.inMemory(question);
        if (here.isPresent() || !cache.settings().shared()) {
            here.ifPresentOrElse(answer -> again(passage, answer, "hit", answersAgain), otherwise);
            return;
        }
        away(
                passage,
                () -> cache.find(question),
                there -> there.ifPresentOrElse(answer -> again(passage, answer, "hit", answersAgain), otherwise));
    }

    /// Looks somewhere where one may have to wait, and goes on with what was found.
    private <T> void away(Passage passage, Supplier<T> look, Consumer<T> then) {
        blocking.execute(() -> guard.run(passage, () -> {
            T found = look.get();
            passage.call().reply().onLoop(() -> guard.run(passage, () -> then.accept(found)));
        }));
    }

    private void again(Passage passage, KeptAnswer answer, String found, Consumer<StoredAnswer> answersAgain) {
        passage.saves(answer.spent());
        passage.call()
                .reply()
                .header(ReplyWriter.CACHE, found)
                .header(AGE, Long.toString(cache.age(answer).toSeconds()));
        answersAgain.accept(answer.answer());
    }

    /// How a call may go on from here.
    private record Ways(Runnable goes, Consumer<StoredAnswer> answersAgain) {}

    /// A kept answer to a question that means the same.
    private record Found(KeptAnswer answer, double likeness) {}

    /// Answers with what was kept for another question that means the same, or lets the call go.
    private void seek(Passage passage, Plan plan, Asked asked, Ways ways) {
        Caller caller = passage.caller().orElseThrow();
        lookup.ask(
                passage,
                caller,
                plan,
                asked,
                meant -> guard.run(passage, () -> {
                    if (meant.isEmpty()) {
                        ways.goes().run();
                        return;
                    }
                    passage.keeping().ifPresent(keeping -> keeping.means(asked.meaning(), meant.get()));
                    away(
                            passage,
                            () -> found(asked, meant.get(), caller.tenant()),
                            found -> found.ifPresentOrElse(known -> similar(passage, known, ways), ways.goes()));
                }));
    }

    private Optional<Found> found(Asked asked, Vector vector, TenantId tenant) {
        return meanings.nearest(
                        asked.meaning(), vector, asked.rule().threshold().doubleValue())
                .flatMap(near -> cache.find(new Question(tenant, near.digest()))
                        .map(answer -> new Found(answer, near.likeness())));
    }

    private void similar(Passage passage, Found found, Ways ways) {
        passage.call()
                .reply()
                .header("x-sallyport-cache-similarity", String.format(Locale.ROOT, "%.4f", found.likeness()));
        again(passage, found.answer(), "similar", ways.answersAgain());
    }

    /// The question in other words, where the alias wants it to be found so.
    private Optional<Asked> alike(Passage passage, Plan plan, List<String> circumstances, Json body) {
        Caller caller = passage.caller().orElseThrow();
        return plan.choice().routing().semanticCache().flatMap(rule -> {
            Sharing sharing = rule.sharing().narrower(cache.settings().sharing());
            List<String> asked = new ArrayList<>(circumstances);
            asked.add(rule.model());
            return Meaning.of(caller.tenant(), group(sharing, caller), asked, body)
                    .map(meaning -> new Asked(rule, meaning));
        });
    }

    private Question question(Passage passage, List<String> circumstances, Json body) {
        Caller caller = passage.caller().orElseThrow();
        String group = group(cache.settings().sharing(), caller);
        return Question.of(caller.tenant(), group, circumstances, body);
    }

    /// What is asked; empty for calls that have nothing to do with kept answers.
    private Optional<Json> body(Passage passage, RawRequest request, Plan plan) {
        CacheSettings settings = cache.settings();
        Optional<Caller> caller = passage.caller();
        boolean covered = settings.enabled()
                && request.operation().isRepeatable()
                && request.body().length() <= LONGEST
                && settings.models().allows(plan.alias())
                && caller.filter(who -> who.kind() != Caller.Kind.PASSTHROUGH).isPresent()
                && passage.mayKeepContent()
                && !wishes(passage, "no-store");
        if (!covered) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(request.body()));
        } catch (JsonProblem e) {
            // Not every reader takes what the scan lets through; such a body goes to the backend as it is.
            return Optional.empty();
        }
    }

    private static String group(Sharing sharing, Caller caller) {
        return switch (sharing) {
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
        all.add(passage.screenedBy().rules().stream()
                .map(GuardrailRule::mark)
                .toList()
                .toString());
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
        if (!well || passage.keeping().isEmpty()) {
            return;
        }
        Keeping keeping = passage.keeping().get();
        keeping.answer().ifPresent(answer -> {
            Saving spent = passage.call().entry().spending();
            KeptAnswer kept = cache.keep(keeping.question(), answer, spent);
            blocking.execute(() -> share(keeping, kept));
        });
    }

    private void share(Keeping keeping, KeptAnswer kept) {
        cache.share(keeping.question(), kept);
        keeping.meant()
                .ifPresent(meant -> meanings.keep(meant.meaning(), meant.vector(), keeping.question(), kept.until()));
    }
}
