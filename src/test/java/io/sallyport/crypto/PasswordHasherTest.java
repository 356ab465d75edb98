package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.PasswordHasher.Match;
import io.sallyport.lang.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ID13")
final class PasswordHasherTest {

    private static final Secret PASSWORD = Secret.of("correct horse battery staple");

    /// Made by OpenSSL, with 64 KiB and one pass.
    private static final String CHEAP =
            "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0" + "$GfSKr180UiCm+CVgrdPrzbKelEmaJB+EQ2B9mhVifyg";

    private final PasswordHasher hasher = new PasswordHasher(new SecureRandom(), 2);

    @Test
    void matchesThePasswordItHashed() {
        String hash = hasher.hash(PASSWORD);

        assertThat(hasher.match(PASSWORD, Optional.of(hash))).isEqualTo(Match.RIGHT);
    }

    @Test
    void refusesAnotherPassword() {
        String hash = hasher.hash(PASSWORD);

        assertThat(hasher.match(Secret.of("correct horse battery stable"), Optional.of(hash)))
                .isEqualTo(Match.WRONG);
    }

    @Test
    void writesTheFormEveryArgonProgramReads() {
        String hash = hasher.hash(PASSWORD);

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void givesEveryHashASaltOfItsOwn() {
        assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hasher.hash(PASSWORD));
    }

    @Test
    void saysThatAHashOfAnotherCostIsOutdated() {
        assertThat(hasher.match(PASSWORD, Optional.of(CHEAP))).isEqualTo(Match.RIGHT_BUT_OUTDATED);
        assertThat(hasher.match(Secret.of("another"), Optional.of(CHEAP))).isEqualTo(Match.WRONG);
    }

    @Test
    void refusesWhereThereIsNoAccount() {
        assertThat(hasher.match(PASSWORD, Optional.empty())).isEqualTo(Match.WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct horse battery staple",
                "$2b$10$abcdefghijklmnopqrstuvwxyz0123456789",
                "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=4000000,t=1,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0x$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesAStoredTextThatIsNoBearableHash(String stored) {
        assertThat(hasher.match(PASSWORD, Optional.of(stored))).isEqualTo(Match.WRONG);
    }

    @Test
    void takesTheSamePasswordFromAnotherKeyboard() {
        String hash = hasher.hash(Secret.of("sch\u00f6nes langes Kennwort"));

        assertThat(hasher.match(Secret.of("scho\u0308nes langes Kennwort"), Optional.of(hash)))
                .isEqualTo(Match.RIGHT);
    }

    @Test
    void answersManyAtOnceOneAfterTheOther() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Match>> answers = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> hasher.match(PASSWORD, Optional.of(CHEAP))))
                    .toList();

            for (Future<Match> answer : answers) {
                assertThat(answer.get()).isEqualTo(Match.RIGHT_BUT_OUTDATED);
            }
        }
    }
}
