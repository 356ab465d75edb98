package io.sallyport.pipeline;

import io.sallyport.guardrail.EventMasks;
import io.sallyport.guardrail.Guardrail.Masking;
import io.sallyport.guardrail.GuardrailPanel;
import io.sallyport.guardrail.GuardrailRule;
import io.sallyport.guardrail.GuardrailRule.OnBlock;
import io.sallyport.guardrail.GuardrailRule.Streams;
import io.sallyport.guardrail.GuardrailRuns;
import io.sallyport.guardrail.Guardrails;
import io.sallyport.guardrail.Judgement;
import io.sallyport.guardrail.Judgement.Stop;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Restored;
import io.sallyport.guardrail.StreamTranscript;
import io.sallyport.identity.Caller;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.ContentBlocked;
import io.sallyport.lang.Refusal.Unavailable;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.Call.Origin;
import io.sallyport.pipeline.OnlyOnce.Guard;
import io.sallyport.routing.Attempt;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.Plan;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The part of the road where guardrails look at what goes in and at what comes out.
///
/// A call without guardrails pays one look at an empty list. Where one of them may wait, or the text is long,
/// all of them look on a virtual thread.
public final class Screening {
    /// Bytes that are looked at on the event loop; more would make other calls wait.
    private static final int SHORT = 32 << 10;

    private static final int OK = 200;

    private final Guardrails guardrails;
    private final ScreeningNotes notes;
    private final StreamGather gather;
    private final Executor blocking;
    private final Guard guard;
    private final BiConsumer<Passage, Delivery> ends;
    private final Clock clock;

    /// What guardrails work with.
    ///
    /// @param runs takes notes of what they did
    public record Means(Guardrails guardrails, GuardrailRuns runs, EventLoops loops, Clock clock) {}

    /// @param ends takes calls whose client left
    Screening(Means means, Executor blocking, Guard guard, BiConsumer<Passage, Delivery> ends) {
        this.guardrails = means.guardrails();
        this.notes = new ScreeningNotes(means.runs(), means.clock());
        this.gather = new StreamGather(means.loops());
        this.blocking = blocking;
        this.guard = guard;
        this.ends = ends;
        this.clock = means.clock();
    }

    /// What becomes of a request that may not go on, or that may go on as another one.
    ///
    /// @param goes takes the request as it may go on
    /// @param answers takes what is answered in its place
    /// @param reads makes a request of a body
    record Ways(Consumer<RawRequest> goes, Consumer<StoredAnswer> answers, Function<Bytes, RawRequest> reads) {}

    /// Lets a request go on, changed where guardrails say so.
    ///
    /// Errors: ContentBlocked; Unavailable `guardrail_unavailable`; BadRequest `guardrail_unsupported_content`.
    void admit(Passage passage, RawRequest request, Plan plan, Ways ways) {
        if (passage.call().origin() == Origin.GUARDRAIL) {
            ways.goes().accept(request);
            return;
        }
        Caller caller = passage.caller().orElseThrow();
        GuardrailPanel out = guardrails.of(Layer.OUTPUT, caller, plan.alias());
        passage.screenedBy(out);
        GuardrailPanel in = guardrails.of(Layer.INPUT, caller, plan.alias());
        if (in.isEmpty() && out.isEmpty()) {
            ways.goes().accept(request);
            return;
        }
        if (!isJson(request.body())) {
            unread(passage, in, request.body().isEmpty() ? List.of() : List.of("body"));
            ways.goes().accept(request);
            return;
        }
        if (passage.call().form() != BodyForm.ANY) {
            WordFragments.refuse(request, out);
        }
        if (in.isEmpty()) {
            ways.goes().accept(request);
            return;
        }
        looking(passage, in, request.body(), () -> {
            Optional<ScreenedBody> body = readable(passage, Layer.INPUT, request.body());
            unread(passage, in, body.map(ScreenedBody::sealed).orElse(List.of("body")));
            if (body.isEmpty()) {
                return () -> ways.goes().accept(request);
            }
            Judgement judgement = in.judge(body.get().content());
            return () -> admitted(passage, request, body.get(), judgement, ways);
        });
    }

    private void admitted(Passage passage, RawRequest request, ScreenedBody body, Judgement judgement, Ways ways) {
        notes.take(passage, Layer.INPUT, judgement);
        if (judgement.stopped().isPresent()) {
            Stop stop = judgement.stopped().get();
            if (isOverride(stop) && Refusals.canSay(request)) {
                passage.stopped();
                ways.answers().accept(refusal(passage, request));
                return;
            }
            throw new RefusedException(refusal(stop));
        }
        masked(passage, Layer.INPUT, judgement, body.sealed());
        RawRequest shown = judgement.texts().isEmpty() ? request : ways.reads().apply(body.with(judgement.texts()));
        passage.screened(shown);
        passage.pseudonyms(judgement.pseudonyms());
        ways.goes().accept(shown);
    }

    /// Notes that everything in a content was masked that had to be.
    ///
    /// @param sealed places that nobody could look at
    private static void masked(Passage passage, Layer layer, Judgement judgement, List<String> sealed) {
        if (judgement.isMasked() && sealed.isEmpty()) {
            passage.masked().add(layer);
        }
    }

    /// By what a body is, not by what it is called: a backend may read it whatever its type says.
    static boolean isJson(Bytes body) {
        for (int at = body.from(); at < body.to(); at++) {
            byte sign = body.array()[at];
            if (sign != ' ' && sign != '\n' && sign != '\r' && sign != '\t') {
                return sign == '{' || sign == '[';
            }
        }
        return false;
    }

    /// Notes what guardrails cannot read; in strict mode it may not go on.
    private void unread(Passage passage, GuardrailPanel panel, List<String> places) {
        if (places.isEmpty() || panel.isEmpty()) {
            return;
        }
        notes.unread(passage, panel, places.size() + " unreadable");
        if (guardrails.settings().strict()) {
            throw Guardrails.unsupported(places.getFirst());
        }
    }

    /// Judges on the event loop or on a virtual thread, and goes on on the event loop.
    private void looking(Passage passage, GuardrailPanel panel, Bytes text, Supplier<Runnable> look) {
        if (!panel.waits() && text.length() <= SHORT) {
            look.get().run();
            return;
        }
        blocking.execute(() -> guard.run(passage, () -> {
            Runnable next = look.get();
            passage.call().reply().onLoop(() -> guard.run(passage, next));
        }));
    }

    /// Lets an answer go on, changed where guardrails say so.
    void conclude(Passage passage, Attempt attempt, Consumer<Attempt> then) {
        GuardrailPanel panel = passage.screenedBy();
        switch (attempt) {
            case Failed(UpstreamFailed why) -> refused(passage, panel.only(GuardrailRule::masks), why, then);
            case Failed _ -> then.accept(attempt);
            case Whole whole when panel.isEmpty() || whole.status() != OK -> then.accept(restored(passage, whole));
            case Whole whole -> whole(passage, panel, whole, then);
            case Flowing flowing
            when (panel.isEmpty() && passage.pseudonyms().isEmpty())
                    || !flowing.step().isEvents() -> {
                unread(passage, panel, List.of("stream"));
                then.accept(flowing);
            }
            case Flowing flowing -> flowing(passage, panel, flowing, then);
        }
    }

    private void refused(Passage passage, GuardrailPanel masks, UpstreamFailed why, Consumer<Attempt> then) {
        if (masks.isEmpty()) {
            then.accept(new Failed(why));
            return;
        }
        looking(passage, masks, Bytes.of(why.message()), () -> {
            String model = passage.call().entry().asked().model();
            UpstreamFailed shown = ScreenedRefusal.of(masks, model, why).shown();
            return () -> then.accept(new Failed(shown));
        });
    }

    private void whole(Passage passage, GuardrailPanel panel, Whole answer, Consumer<Attempt> then) {
        passage.answering();
        looking(passage, panel, answer.body(), () -> {
            Optional<ScreenedBody> body = readable(passage, Layer.OUTPUT, answer.body());
            if (body.isEmpty()) {
                notes.unread(passage, panel, "no JSON");
                return () -> then.accept(guardrails.settings().strict() ? blocked(passage, answer) : answer);
            }
            if (!body.get().sealed().isEmpty()) {
                notes.unread(passage, panel, body.get().sealed().size() + " unreadable");
            }
            Judgement judgement = panel.judge(body.get().content());
            return () -> then.accept(judged(passage, answer, body.get(), judgement));
        });
    }

    private static Optional<ScreenedBody> readable(Passage passage, Layer layer, Bytes body) {
        try {
            return Optional.of(
                    ScreenedBody.of(layer, passage.call().entry().asked().model(), body));
        } catch (JsonProblem e) {
            return Optional.empty();
        }
    }

    private Whole judged(Passage passage, Whole answer, ScreenedBody body, Judgement judgement) {
        notes.take(passage, Layer.OUTPUT, judgement);
        masked(passage, Layer.OUTPUT, judgement, body.sealed());
        if (judgement.stopped().isEmpty()) {
            return restored(passage, judgement.texts().isEmpty() ? answer : answer.with(body.with(judgement.texts())));
        }
        return stopped(passage, answer, judgement.stopped().get());
    }

    /// What a backend was not shown comes back.
    private static Whole restored(Passage passage, Whole answer) {
        return passage.pseudonyms().isEmpty()
                ? answer
                : answer.with(Restored.whole(answer.body(), passage.pseudonyms()));
    }

    /// The answer was paid for, so it stays an answer, with other words.
    private Whole stopped(Passage passage, Whole answer, Stop stop) {
        RawRequest request = passage.request().orElseThrow();
        passage.stopped();
        if (isOverride(stop) && Refusals.canSay(request)) {
            StoredAnswer other = refusal(passage, request);
            return new Whole(answer.target(), other.status(), other.headers(), other.body(), answer.reader());
        }
        return error(passage, answer, refusal(stop));
    }

    private Whole blocked(Passage passage, Whole answer) {
        passage.stopped();
        return error(passage, answer, new ContentBlocked(guardrails.settings().refusal()));
    }

    private static Whole error(Passage passage, Whole answer, Refusal refusal) {
        ErrorAnswer error = ErrorAnswer.of(refusal);
        return new Whole(
                answer.target(),
                error.status(),
                List.of(new Header("content-type", "application/json")),
                passage.call().dialect().error(error.status(), error.body()),
                answer.reader());
    }

    private void flowing(Passage passage, GuardrailPanel panel, Flowing answer, Consumer<Attempt> then) {
        notes.unread(passage, panel.only(rule -> rule.streams() == Streams.SKIP), "streams are not looked at");
        boolean flows = panel.rules().stream().allMatch(rule -> rule.streams() == Streams.SKIP || rule.masksStreams());
        if (flows) {
            mask(passage, panel);
            then.accept(answer);
            return;
        }
        passage.answering();
        gather.whole(passage, answer, held -> held(passage, panel, held, then), left -> ends.accept(passage, left));
    }

    private static void mask(Passage passage, GuardrailPanel panel) {
        List<Masking> masks = masking(panel).stream()
                .map(GuardrailRule::guardrail)
                .map(Masking.class::cast)
                .toList();
        if (!masks.isEmpty() || !passage.pseudonyms().isEmpty()) {
            passage.masks(new EventMasks(masks, passage.pseudonyms()));
        }
        boolean isMasked = panel.rules().stream().filter(GuardrailRule::masks).allMatch(GuardrailRule::masksStreams);
        if (isMasked && !masks.isEmpty()) {
            passage.masked().add(Layer.OUTPUT);
        }
    }

    private static List<GuardrailRule> masking(GuardrailPanel panel) {
        return panel.rules().stream().filter(GuardrailRule::masksStreams).toList();
    }

    /// Notes what masks did with a stream that has ended.
    void end(Passage passage) {
        Optional<EventMasks> masks = passage.masks();
        if (masks.isPresent()) {
            notes.masked(passage, masking(passage.screenedBy()), masks.get().found());
        }
    }

    /// A stream that is here as a whole: masked as it would have been, then judged by those that want to see
    /// all.
    private void held(Passage passage, GuardrailPanel panel, Whole stream, Consumer<Attempt> then) {
        if (stream.status() != OK) {
            then.accept(stream);
            return;
        }
        looking(passage, panel, stream.body(), () -> {
            Optional<StreamTranscript> transcript = readable(stream.body());
            if (transcript.isEmpty()) {
                notes.unread(passage, panel, "no JSON");
                return () -> then.accept(blocked(passage, stream));
            }
            List<String> skipped = panel.rules().stream()
                    .filter(rule -> rule.streams() == Streams.SKIP && rule.masks())
                    .map(GuardrailRule::name)
                    .toList();
            Judgement judgement = panel.only(rule -> rule.streams() != Streams.SKIP)
                    .judge(transcript
                            .get()
                            .content(passage.call().entry().asked().model()));
            Bytes shown = judgement.texts().isEmpty()
                    ? stream.body()
                    : transcript.get().with(judgement.texts());
            return () -> {
                notes.take(passage, Layer.OUTPUT, judgement);
                masked(passage, Layer.OUTPUT, judgement, skipped);
                then.accept(judgement
                        .stopped()
                        .<Attempt>map(stop -> stopped(passage, stream, stop))
                        .orElseGet(() -> stream.with(Restored.stream(shown, passage.pseudonyms()))));
            };
        });
    }

    private static Optional<StreamTranscript> readable(Bytes stream) {
        try {
            return Optional.of(StreamTranscript.of(stream));
        } catch (JsonProblem e) {
            return Optional.empty();
        }
    }

    private static boolean isOverride(Stop stop) {
        return stop instanceof Stop.Found found && found.answer() == OnBlock.OVERRIDE;
    }

    private StoredAnswer refusal(Passage passage, RawRequest request) {
        return Refusals.of(passage.call(), request, guardrails.settings().refusal(), clock.instant());
    }

    private Refusal refusal(Stop stop) {
        return switch (stop) {
            case Stop.Found _ -> new ContentBlocked(guardrails.settings().refusal());
            case Stop.Unavailable _ ->
                new Unavailable("guardrail_unavailable", "A check that every call must pass does not answer.");
        };
    }
}
