package io.sallyport.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.MasterKeys;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.idempotency.IdempotentCall.Origin;
import io.sallyport.idempotency.IdempotentCalls.Answered;
import io.sallyport.idempotency.IdempotentCalls.Claim;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.InProgress;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class IdempotentCallsTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Origin ADA = new Origin(new TenantId("research"), "ada", "/v1/chat/completions?");
    private static final IdempotencyKey KEY = new IdempotencyKey("order 66");
    private static final StoredAnswer ANSWER = new StoredAnswer(
            200, List.of(new Header("content-type", "application/json")), Bytes.of("{\"text\":\"hällo\"}"));

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final TestDatabase database = TestDatabase.migrated();
    private final IdempotentCalls here = calls(IdempotencySettings.DEFAULT);
    private final IdempotentCalls there = calls(IdempotencySettings.DEFAULT);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("Q01")
    void givesACallToOneOfManyWhoTryAtOnce() {
        List<Boolean> taken = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> isTaken(i % 2 == 0 ? here : there))
                .toList();

        assertThat(taken).containsOnlyOnce(true);
    }

    private static boolean isTaken(IdempotentCalls calls) {
        try {
            return calls.claim(call("{}"), LEASE) instanceof Claim;
        } catch (RefusedException e) {
            assertThat(e.refusal()).isInstanceOf(InProgress.class);
            return false;
        }
    }

    @Test
    @Tag("Q01")
    void tellsTheOthersTheAnswerOnceItIsThere() {
        Claim claim = (Claim) here.claim(call("{\"a\":1,\"b\":2}"), LEASE);
        here.answered(claim, Optional.of(ANSWER));

        assertThat(there.claim(call("{ \"b\":2, \"a\":1 }"), LEASE)).isEqualTo(new Answered(ANSWER));
    }

    @Test
    @Tag("Q01")
    void refusesTheKeyForAnotherBody() {
        Claim claim = (Claim) here.claim(call("{\"a\":1}"), LEASE);
        String during = refusal(there, call("{\"a\":2}"));
        here.answered(claim, Optional.of(ANSWER));

        assertThat(List.of(during, refusal(there, call("{\"a\":2}")))).containsOnly("idempotency_key_reused");
    }

    @Test
    @Tag("Q03")
    void keepsTenantsCallersAndPathsApart() {
        here.claim(call("{}"), LEASE);

        assertThat(List.of(
                        new Origin(new TenantId("other"), ADA.caller(), ADA.path()),
                        new Origin(ADA.tenant(), "bob", ADA.path()),
                        new Origin(ADA.tenant(), ADA.caller(), "/v1/embeddings?")))
                .allSatisfy(origin -> assertThat(here.claim(IdempotentCall.of(origin, KEY, Bytes.of("{}")), LEASE))
                        .isInstanceOf(Claim.class));
    }

    @Test
    @Tag("Q01")
    void letsAReleasedCallBeSentAgain() {
        here.release((Claim) here.claim(call("{\"a\":1}"), LEASE));

        assertThat(there.claim(call("{\"a\":2}"), LEASE)).isInstanceOf(Claim.class);
    }

    @Test
    @Tag("Q01")
    void takesOverFromAnInstanceThatIsGoneAndHeedsItNoLonger() {
        Claim lost = (Claim) here.claim(call("{}"), LEASE);
        clock.move(LEASE.minusSeconds(1));
        String before = refusal(there, call("{}"));
        clock.move(Duration.ofSeconds(1));
        Claim second = (Claim) there.claim(call("{}"), LEASE);
        here.answered(lost, Optional.of(new StoredAnswer(200, List.of(), Bytes.of("late"))));
        here.release(lost);
        there.answered(second, Optional.of(ANSWER));

        assertThat(before).isEqualTo("idempotency_in_progress");
        assertThat(here.claim(call("{}"), LEASE)).isEqualTo(new Answered(ANSWER));
    }

    @Test
    @Tag("Q05")
    void forgetsAnAnswerAfterItsLife() {
        here.answered((Claim) here.claim(call("{}"), LEASE), Optional.of(ANSWER));
        clock.move(Duration.ofHours(24));

        assertThat(there.claim(call("{}"), LEASE)).isInstanceOf(Claim.class);
    }

    @Test
    @Tag("Q05")
    void sweepsOnlyWhatIsOverAndNoMoreThanToldAtATime() {
        database.execute("insert into idempotent_call (scope, tenant_id, body_digest, claim, holds_until) "
                + "select 's' || n, 't', '', gen_random_uuid(), '2026-11-21T11:59:00Z' "
                + "from generate_series(1, 2500) n");
        here.claim(call("{}"), LEASE);

        List<Integer> swept = List.of(here.sweep(2000), here.sweep(2000));

        assertThat(swept).containsExactly(2000, 500);
        assertThat(database.rows("select tenant_id from idempotent_call")).containsExactly(List.of("research"));
    }

    @Test
    @Tag("Q05")
    void remembersOnlySoManyKeysOfATenant() {
        IdempotentCalls small = calls(new IdempotencySettings(true, Duration.ofHours(1), 3, true, 1000));
        List<String> first = IntStream.range(0, 3)
                .mapToObj(i -> small.claim(numbered(ADA, i), LEASE).getClass().getSimpleName())
                .toList();

        String fourth = refusal(small, numbered(ADA, 4));
        String known = refusal(small, numbered(ADA, 1));
        Origin other = new Origin(new TenantId("other"), ADA.caller(), ADA.path());

        assertThat(first).containsOnly("Claim");
        assertThat(fourth).isEqualTo("too_many_idempotency_keys");
        assertThat(known).isEqualTo("idempotency_in_progress");
        assertThat(small.claim(numbered(other, 4), LEASE)).isInstanceOf(Claim.class);
    }

    @Test
    @Tag("NOTEXT")
    void keepsNothingThatCanBeRead() {
        IdempotentCall call = call("{\"prompt\":\"a secret\"}");
        here.answered((Claim) here.claim(call, LEASE), Optional.of(ANSWER));

        String stored = database.rows("select * from idempotent_call").toString();

        assertThat(stored).doesNotContain("hällo", "secret", KEY.value(), "ada");
    }

    @Test
    void saysThatAnAnswerIsNotKept() {
        IdempotentCalls forgetful = calls(IdempotencySettings.DEFAULT.withoutAnswers());
        IdempotentCalls narrow = calls(new IdempotencySettings(true, Duration.ofHours(1), 3, true, 3));
        forgetful.answered((Claim) forgetful.claim(numbered(ADA, 1), LEASE), Optional.of(ANSWER));
        narrow.answered((Claim) narrow.claim(numbered(ADA, 2), LEASE), Optional.of(ANSWER));
        here.answered((Claim) here.claim(numbered(ADA, 3), LEASE), Optional.empty());

        assertThat(IntStream.rangeClosed(1, 3).mapToObj(i -> refusal(there, numbered(ADA, i))))
                .containsOnly("idempotency_answer_not_kept");
    }

    private IdempotentCalls calls(IdempotencySettings settings) {
        MasterKeys masters = MasterKeys.parse(Secret.of("1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
        return new IdempotentCalls(
                database.database(), new Seal(masters, Use.ANSWER, new SecureRandom()), () -> settings, clock);
    }

    private static IdempotentCall call(String body) {
        return IdempotentCall.of(ADA, KEY, Bytes.of(body));
    }

    private static IdempotentCall numbered(Origin origin, int number) {
        return IdempotentCall.of(origin, new IdempotencyKey("key " + number), Bytes.of("{}"));
    }

    private static String refusal(IdempotentCalls calls, IdempotentCall call) {
        return catchThrowableOfType(RefusedException.class, () -> calls.claim(call, LEASE))
                .refusal()
                .code();
    }
}
