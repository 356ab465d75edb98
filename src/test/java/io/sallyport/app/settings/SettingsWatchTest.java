package io.sallyport.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.json.yaml.Effective;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsWatchTest {

    private static final String START = """
            server: {port: 8080}
            backends: [{name: a, kind: openai, api_key_file: key}]
            health: {cooldown: 5m}
            """;

    private static final SettingsReader READER = new SettingsReader(SettingsFixture.CHOICES);

    @TempDir
    private Path folder;

    private final List<Reload> told = new ArrayList<>();
    private SettingsInForce inForce;
    private SettingsWatch watch;

    @BeforeEach
    void startsWithGoodFiles() {
        write("key", "first-key");
        write("gate.yaml", START);
        inForce = new SettingsInForce((Accepted<Settings>) READER.read(source()));
        watch = watch(told::add);
    }

    private Source source() {
        return new Source(Optional.of(folder.resolve("gate.yaml")), Map.of(), Map.of());
    }

    private SettingsWatch watch(Consumer<Reload> listener) {
        return new SettingsWatch(READER, source(), inForce, listener);
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysNothingWhileNothingChanges() {
        assertThat(watch.check()).isEqualTo(new Reload.Unchanged());
        assertThat(watch.reload()).isEqualTo(new Reload.Unchanged());
        assertThat(told).isEmpty();
    }

    @Test
    void handsOnNewSettingsOnceTheFileHasSettled() {
        write("gate.yaml", START.replace("5m", "9m").replace("8080", "9090"));

        Reload first = watch.check();
        Reload second = watch.check();
        Reload third = watch.check();

        assertThat(first).isEqualTo(new Reload.Unchanged());
        assertThat(second).isInstanceOfSatisfying(Reload.Applied.class, applied -> {
            assertThat(applied.applied()).containsExactly("health.cooldown");
            assertThat(applied.waiting()).containsExactly("server.port");
            assertThat(applied.settings().health().cooldown()).hasMinutes(9);
        });
        assertThat(third).isEqualTo(new Reload.Unchanged());
        assertThat(told).containsExactly(second);
        assertThat(inForce.settings().health().cooldown()).hasMinutes(9);
        assertThat(inForce.started().health().cooldown()).hasMinutes(5);
        assertThat(inForce.values())
                .filteredOn(inForce::waits)
                .extracting(Effective::path)
                .containsExactly("server.port");
    }

    @Test
    void saysWhatIsWrongWithTheFilesUntilTheyAreMended() {
        write("gate.yaml", START.replace("cooldown", "coldown"));
        watch.reload();
        List<Problem> wrong = inForce.problems();
        write("gate.yaml", "# One more line.\n" + START);
        watch.reload();

        assertThat(wrong).extracting(Problem::path).containsExactly("health.coldown");
        assertThat(inForce.problems()).isEmpty();
        assertThat(inForce.values())
                .filteredOn(value -> value.path().equals("health.cooldown"))
                .extracting(value -> value.origin().words())
                .containsExactly("gate.yaml:4");
    }

    @Test
    @Tag("G13")
    void keepsTheOldSettingsWhenTheNewOnesAreWrong() {
        write("gate.yaml", START.replace("cooldown", "coldown"));
        Reload wrong = watch.reload();
        write("gate.yaml", START);
        Reload mended = watch.reload();

        assertThat(wrong)
                .isInstanceOfSatisfying(
                        Reload.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .hasToString(
                                        "gate.yaml:3: health.coldown: is not a known key; the nearest known key is \"cooldown\""));
        assertThat(mended).isEqualTo(new Reload.Unchanged());
        assertThat(told).containsExactly(wrong);
    }

    @Test
    void noticesThatAMountedSecretWasExchanged() {
        write("key", "second-key");

        watch.check();
        Reload reload = watch.check();

        assertThat(reload)
                .isInstanceOfSatisfying(
                        Reload.Applied.class,
                        applied -> assertThat(applied.applied()).containsExactly("backends"));
    }

    @Test
    void noticesADotEnvFile() {
        write(".env", "SALLYPORT_HEALTH_COOLDOWN=7m");

        watch.check();
        Reload reload = watch.check();

        assertThat(reload)
                .isInstanceOfSatisfying(
                        Reload.Applied.class,
                        applied -> assertThat(applied.settings().health().cooldown())
                                .hasMinutes(7));
    }

    @Test
    @Tag("G13")
    void refusesAFileThatIsGone() throws IOException {
        Files.delete(folder.resolve("gate.yaml"));

        assertThat(watch.reload())
                .isInstanceOfSatisfying(
                        Reload.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .endsWith("gate.yaml: cannot be read as text"));
    }

    @Test
    void looksByItselfOnceStarted() throws InterruptedException {
        var reloaded = new CountDownLatch(1);
        try (SettingsWatch running = watch(reload -> reloaded.countDown())) {
            running.start();

            write("gate.yaml", START.replace("5m", "9m"));

            assertThat(reloaded.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
