package io.sallyport.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.MasterKeys;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DA47")
final class MeaningsTest {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Meaning MEANING = new Meaning("scope", "words");
    private static final Question QUESTION = new Question(new TenantId("t"), "digest");
    private static final Vector EAST = Vector.of(Json.parse("[1.0, 0.0]")).orElseThrow();

    private final HandClock clock = HandClock.at("2026-11-22T12:00:00Z");
    private final TestDatabase database = TestDatabase.migrated();
    private final Meanings here = meanings();
    private final Meanings there = meanings();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsOtherInstancesOfAnAnswerThatIsKeptAnew() {
        database.execute("insert into cached_answer (digest, tenant_id, answer, until)"
                + " values ('digest', 't', 'sealed', '2027-01-01T00:00:00Z')");
        here.keep(MEANING, EAST, QUESTION, clock.instant().plus(LIFE));
        Optional<Similar> first = there.nearest(MEANING, EAST, 0.9);
        clock.move(LIFE);

        here.keep(MEANING, EAST, QUESTION, clock.instant().plus(LIFE));

        assertThat(first.map(Similar::digest)).contains("digest");
        assertThat(there.nearest(MEANING, EAST, 0.9).map(Similar::digest)).contains("digest");
    }

    private Meanings meanings() {
        Seal seal = new Seal(
                MasterKeys.parse(Secret.of("1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")),
                Use.ANSWER,
                new SecureRandom());
        return new Meanings(database.database(), seal, () -> CacheSettings.DEFAULT, clock);
    }
}
