package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("ID50")
@Timeout(120)
final class ChangesTest {
    private static final Duration AT_ONCE = Duration.ofMillis(900);
    private static final int TRIES = 10;

    private final TestDatabase db = TestDatabase.migrated();
    private final Changes changes = Changes.open(db.database(), db.address());
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        changes.close();
        db.close();
    }

    @Test
    void hearsAChangeByNotificationBeforeTheNextPoll() throws InterruptedException {
        changes.onChange("keys", () -> heard.add("keys"));
        bumpUntilHeard();

        Duration quickest = hearing();
        // By polls alone each takes a whole pause.
        for (int i = 0; i < TRIES && quickest.compareTo(AT_ONCE) > 0; i++) {
            quickest = hearing();
        }

        assertThat(quickest).isLessThan(AT_ONCE);
    }

    private Duration hearing() throws InterruptedException {
        long start = System.nanoTime();
        bumpUntilHeard();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void hearsAChangeWhoseNotificationWasLost() throws InterruptedException {
        changes.onChange("keys", () -> heard.add("keys"));

        db.execute("insert into change_version values ('keys', 7, now())");

        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("keys");
    }

    @Test
    void hearsChangesWhenItsConnectionWasCut() throws InterruptedException {
        changes.onChange("keys", () -> heard.add("keys"));
        bumpUntilHeard();

        db.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and application_name = 'sallyport notifications'");
        bumpUntilHeard();

        assertThat(heard).isEmpty();
    }

    @Test
    void leavesOtherTopicsAloneAndForgetsWhatWasRolledBack() throws InterruptedException {
        changes.onChange("catalog", () -> heard.add("catalog"));
        changes.onChange("keys", () -> heard.add("keys"));

        try {
            db.database().useTransaction(transaction -> {
                transaction.bump("catalog");
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException rolledBack) {
            bump("keys");
        }

        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("keys");
        assertThat(heard).isEmpty();
    }

    @Test
    @Tag("F09")
    void loadsAnewAndSaysSoWhenTheDatabaseWasRestored() throws InterruptedException {
        changes.onChange("keys", () -> heard.add("keys"));
        bumpUntilHeard();
        bumpUntilHeard();
        boolean before = changes.hasGoneBack();

        db.execute("update change_version set version = 1 where topic = 'keys'");

        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("keys");
        assertThat(before).isFalse();
        assertThat(changes.hasGoneBack()).isTrue();
    }

    @Test
    @Tag("F09")
    void noticesARestoreThatHappenedWhileNobodyWasRunningUntilItIsAcknowledged(@TempDir Path folder) {
        db.execute("insert into change_version values ('keys', 7, now()), ('catalog', 3, now())");
        boolean atFirst = seenAfterALook(folder);
        db.execute("delete from change_version where topic = 'catalog'");
        boolean restored = seenAfterALook(folder);
        db.execute("update change_version set version = 9");

        boolean afterARestart = seenAfterALook(folder);
        changes.acknowledge();
        boolean acknowledged = seenAfterALook(folder);

        assertThat(atFirst).isFalse();
        assertThat(restored).isTrue();
        assertThat(afterARestart).isTrue();
        assertThat(acknowledged).isFalse();
    }

    @Test
    @Tag("F09")
    void takesNoAcknowledgementThatIsOlderThanTheRestore(@TempDir Path folder) {
        changes.acknowledge();
        changes.acknowledge();
        boolean before = seenAfterALook(folder);

        db.execute("update change_version set version = 1");

        assertThat(before).isFalse();
        assertThat(seenAfterALook(folder)).isTrue();
        assertThat(seenAfterALook(folder)).isTrue();
    }

    @Test
    @Tag("F09")
    void doesNotStartWithADamagedFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("database-versions"), "keys many\n");

        assertThatIllegalStateException().isThrownBy(() -> Changes.open(db.database(), db.address(), folder));
    }

    /// What an instance finds that looks at least once and ends.
    private boolean seenAfterALook(Path folder) {
        BlockingQueue<String> looked = new LinkedBlockingQueue<>();
        bump("probe");
        try (Changes instance = Changes.open(db.database(), db.address(), folder)) {
            instance.onChange("probe", () -> looked.add("looked"));
            assertThat(looked.poll(30, TimeUnit.SECONDS)).isEqualTo("looked");
            return instance.hasGoneBack();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void repeatsAnActionThatFailed() throws InterruptedException {
        changes.onChange("keys", () -> {
            heard.add("try");
            if (heard.size() == 1) {
                throw new IllegalStateException("not yet");
            }
        });

        bump("keys");

        assertThat(waitForSize(2)).isTrue();
    }

    private void bumpUntilHeard() throws InterruptedException {
        bump("keys");
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("keys");
    }

    private void bump(String topic) {
        db.database().useTransaction(transaction -> transaction.bump(topic));
    }

    private boolean waitForSize(int size) {
        return Await.within(Duration.ofSeconds(30), () -> heard.size() >= size);
    }
}
