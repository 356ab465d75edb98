package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.GuardrailRule.Mode;
import io.sallyport.guardrail.GuardrailRule.OnBlock;
import io.sallyport.guardrail.GuardrailRule.OnFailure;
import io.sallyport.guardrail.GuardrailRule.Origin;
import io.sallyport.guardrail.GuardrailRule.Scope;
import io.sallyport.guardrail.GuardrailRule.Streams;
import io.sallyport.guardrail.GuardrailRun.Result;
import io.sallyport.guardrail.Judgement.Look;
import io.sallyport.guardrail.Judgement.Stop;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GuardrailPanelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Content HELLO =
            new Content(Layer.INPUT, "m", List.of(new Piece("messages[0].content", "hello")), Map.of());

    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    @Tag("GU2")
    void letsThoseOfOneNumberThatWaitLookAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        Function<Content, Verdict> meets = _ -> waited(() -> both.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

        Judgement judgement = judge(waiting("a", 1, meets), waiting("b", 1, meets));

        assertThat(judgement.looks()).extracting(Look::result).containsExactly(Result.PASSED, Result.PASSED);
    }

    @Test
    @Tag("GU3")
    @Tag("GU17")
    void showsALaterNumberWhatAnEarlierOneLeft() {
        GuardrailRule first = rule("first", 1, PATIENCE, content -> replaced(content, "!"));
        GuardrailRule second = waiting("second", 2, content -> replaced(content, "?"));

        Judgement judgement = judge(second, first);

        assertThat(judgement.looks()).extracting(look -> look.rule().name()).containsExactly("first", "second");
        assertThat(judgement.texts()).containsExactly(Map.entry("messages[0].content", "hello!?"));
    }

    @Test
    @Tag("GU4")
    void endsEverythingWithTheFirstThatStops() throws Exception {
        CountDownLatch looks = new CountDownLatch(1);
        GuardrailRule endless = waiting("endless", 1, _ -> {
            looks.countDown();
            return waited(() -> new CountDownLatch(1).await());
        });
        GuardrailRule blocks = waiting("blocks", 1, _ -> {
            waited(looks::await);
            return new Blocked("found", 1);
        });
        GuardrailRule never = rule("never", 2, PATIENCE, _ -> Passed.CLEAN);

        Judgement judgement = judge(endless, blocks, never);

        assertThat(judgement.stopped())
                .containsInstanceOf(Stop.Found.class)
                .hasValueSatisfying(
                        stop -> assertThat(((Stop.Found) stop).note()).isEqualTo("found"));
        assertThat(judgement.looks()).extracting(look -> look.rule().name()).containsExactly("blocks");
        assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Tag("O21")
    void goesOnWithTheOthersWhenOneIsLateThatMayFail() {
        CountDownLatch late = new CountDownLatch(1);
        GuardrailRule slow =
                rule("slow", 1, Duration.ofMillis(20), OnFailure.OPEN, new Waiting(_ -> waited(late::await)));
        GuardrailRule other = waiting("other", 1, content -> {
            waited(() -> late.await(100, TimeUnit.MILLISECONDS));
            return replaced(content, "!");
        });

        Judgement judgement = judge(slow, other);

        // Whichever of the two is heard of first on a slow machine.
        assertThat(judgement.looks())
                .extracting(look -> look.rule().name() + " " + look.result() + " " + look.note())
                .containsExactlyInAnyOrder("slow FAILED no answer within 20 ms", "other REPLACED ");
        assertThat(judgement.stopped()).isEmpty();
    }

    @Test
    @Tag("O21")
    void stopsWhenOneIsLateThatMustBeAsked() {
        GuardrailRule slow = rule(
                "slow",
                1,
                Duration.ofMillis(20),
                OnFailure.CLOSED,
                new Waiting(_ -> waited(() -> new CountDownLatch(1).await())));

        Judgement judgement = judge(slow);

        assertThat(judgement.stopped()).containsInstanceOf(Stop.Unavailable.class);
    }

    @Test
    @Timeout(60)
    void waitsNoLongerForALookThatIsTakenAgain() {
        Function<Content, Verdict> once =
                content -> content.equals(HELLO) ? replaced(content, "!") : waited(() -> new CountDownLatch(1).await());
        // Longer than a slow machine needs for the first look of either.
        Duration timeout = Duration.ofSeconds(6);

        Judgement judgement = judge(
                rule("a", 1, timeout, OnFailure.OPEN, new Waiting(once)),
                rule("b", 1, timeout, OnFailure.OPEN, new Waiting(once)));

        assertThat(judgement.looks()).extracting(Look::result).containsExactly(Result.REPLACED, Result.FAILED);
        assertThat(judgement.texts()).containsExactly(Map.entry("messages[0].content", "hello!"));
    }

    @Test
    void looksAgainAtWhatAnotherOneChangedMeanwhile() {
        Judgement judgement = judge(
                waiting("a", 1, content -> replaced(content, "!")), waiting("b", 1, content -> replaced(content, "!")));

        assertThat(judgement.texts()).containsExactly(Map.entry("messages[0].content", "hello!!"));
    }

    @Test
    void hidesNoBugOfAGuardrail() {
        GuardrailRule broken = waiting("broken", 1, _ -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> judge(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }

    @Test
    @Tag("G15")
    void tellsAtOnceThatAGuardrailBrokeTheMachine() {
        GuardrailRule broken = waiting("broken", 1, _ -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(() -> judge(broken)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void staysItselfWhenAllFit() {
        GuardrailPanel panel =
                new GuardrailPanel(List.of(rule("a", 1, PATIENCE, _ -> Passed.CLEAN)), () -> Instant.EPOCH);

        assertThat(panel.only(_ -> true)).isSameAs(panel);
        assertThat(panel.only(_ -> false)).isSameAs(GuardrailPanel.EMPTY);
    }

    private static Judgement judge(GuardrailRule... rules) {
        return new GuardrailPanel(List.of(rules), () -> Instant.EPOCH).judge(HELLO);
    }

    private static Verdict replaced(Content content, String more) {
        Piece piece = content.pieces().getFirst();
        return new Replaced(Map.of(piece.place(), piece.text() + more), "");
    }

    private static GuardrailRule waiting(String name, int priority, Function<Content, Verdict> says) {
        return rule(name, priority, PATIENCE, OnFailure.CLOSED, new Waiting(says));
    }

    private static GuardrailRule rule(String name, int priority, Duration timeout, Function<Content, Verdict> says) {
        return rule(name, priority, timeout, OnFailure.CLOSED, says::apply);
    }

    private static GuardrailRule rule(
            String name, int priority, Duration timeout, OnFailure onFailure, Guardrail guardrail) {
        return new GuardrailRule(
                Origin.settings(Layer.INPUT, name, "here:1"),
                name,
                "test",
                Layer.INPUT,
                priority,
                guardrail,
                OnBlock.REJECT,
                onFailure,
                Mode.ENFORCE,
                Streams.BUFFER,
                Scope.ALL,
                timeout,
                "",
                "");
    }

    /// Waits as a service is waited for, and notes an interruption.
    private Verdict waited(Wait wait) {
        try {
            wait.run();
            return Passed.CLEAN;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new GuardrailFailed("interrupted");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Wait {
        void run() throws Exception;
    }

    /// A guardrail that asks a service.
    private record Waiting(Function<Content, Verdict> says) implements Guardrail {
        @Override
        public Verdict check(Content content) {
            return says.apply(content);
        }

        @Override
        public boolean waits() {
            return true;
        }
    }
}
