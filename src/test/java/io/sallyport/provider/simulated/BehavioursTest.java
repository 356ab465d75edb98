package io.sallyport.provider.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.provider.simulated.Behaviour.Marks;
import io.sallyport.provider.simulated.Behaviour.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BehavioursTest {

    /// Every name that the guide shows.
    private static final Map<String, Behaviour> NAMES = Map.ofEntries(
            Map.entry("sim-1", new Behaviour.Normal()),
            Map.entry("sim-slow-500ms", new Behaviour.Slow(Duration.ofMillis(500))),
            Map.entry("sim-stream-20ms-200", new Behaviour.Paced(Duration.ofMillis(20), 200, Marks.NUMBER)),
            Map.entry("sim-stamp-20ms-200", new Behaviour.Paced(Duration.ofMillis(20), 200, Marks.TIME)),
            Map.entry("sim-size-2048", new Behaviour.Sized(2048)),
            Map.entry("sim-status-429", new Behaviour.Refusing(429, "")),
            Map.entry("sim-status-503-retry-5", new Behaviour.Refusing(503, "5")),
            Map.entry("sim-status-429-retry--1", new Behaviour.Refusing(429, "-1")),
            Map.entry("sim-fail-2-then-ok", new Behaviour.Recovering(2)),
            Map.entry("sim-cut-3", new Behaviour.Cut(3)),
            Map.entry("sim-nodone", new Behaviour.NoDone()),
            Map.entry("sim-error-event-2", new Behaviour.ErrorEvent(2)),
            Map.entry("sim-json-error-200", new Behaviour.JsonError()),
            Map.entry("sim-html", new Behaviour.Html()),
            Map.entry("sim-silent", new Behaviour.Silent()),
            Map.entry("sim-nousage", new Behaviour.Counting(Told.NOTHING, 0)),
            Map.entry("sim-zero-usage", new Behaviour.Counting(Told.ZERO, 0)),
            Map.entry("sim-negative-usage", new Behaviour.Counting(Told.NEGATIVE, 0)),
            Map.entry("sim-cached-100", new Behaviour.Counting(Told.TRUTH, 100)),
            Map.entry("sim-echo", new Behaviour.Echo()),
            Map.entry("sim-reasoning", new Behaviour.Reasoning()),
            Map.entry("sim-inorder", new Behaviour.InOrder()),
            Map.entry("sim-usage", new Behaviour.Telling()),
            Map.entry("sim-endless", new Behaviour.Endless(Duration.ofMillis(10))),
            Map.entry("sim-endless-0ms", new Behaviour.Endless(Duration.ZERO)),
            Map.entry("sim-bigevent", new Behaviour.BigEvent(2 << 20)),
            Map.entry("sim-bigevent-5000", new Behaviour.BigEvent(5000)),
            Map.entry("sim-gzip", new Behaviour.Gzip()));

    @Test
    void readsEveryNameOfTheGuide() {
        NAMES.forEach(
                (name, behaviour) -> assertThat(Behaviours.of(name)).as(name).contains(behaviour));
    }

    @Test
    void isDocumentedNameByName() throws IOException {
        String guide = Files.readString(Path.of("docs/guides/simulated.md"));

        assertThat(NAMES.keySet()).allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sim-",
                "gpt-4o",
                "sim-3",
                "sim-statsu-429",
                "sim-slow",
                "sim-slow-5",
                "sim-slow-xms",
                "sim-cut--1",
                "sim-size-99999999999",
                "sim-html-1",
                "sim-fail-2",
                "sim-json-error",
                "sim-error-3"
            })
    void knowsNoModelOfAnotherName(String name) {
        assertThat(Behaviours.of(name)).isEmpty();
    }
}
