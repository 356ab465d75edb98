package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.ModelListing;
import io.sallyport.routing.Probes.Probed;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SomeBackend;
import io.sallyport.testkit.UpstreamCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProbesTest {
    private static final Instant FIRST = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HandClock clock = HandClock.at(FIRST);
    private final UpstreamCalls calls = new UpstreamCalls();
    private final ScriptedUpstream neighbour = ScriptedUpstream.start().models(list("n1"));
    private final Backend one = backend("one", calls.upstream());
    private final Backend two = backend("two", neighbour);
    private final Inventory inventory = new Inventory();
    private final Probes probes = Probes.start(
            new ModelListing(calls.backends(clock)),
            inventory,
            new HealthBoard(clock, () -> HealthSettings.DEFAULT),
            () -> Backends.of(List.of(one, two), Map.of("openai", Targets.OPENAI)),
            () -> Duration.ZERO,
            clock);

    @AfterEach
    void close() {
        probes.close();
        neighbour.close();
        calls.close();
    }

    @ParameterizedTest
    @MethodSource("uselessLists")
    @Tag("E25")
    void keepsTheLastGoodListAndItsAgeWhenALaterOneIsOfNoUse(Script useless) {
        calls.upstream().models(list("a", "b"));
        probes.askAllAndWait();
        neighbour.models(list("n1", "n2"));

        clock.move(PAUSE);
        calls.upstream().models(useless);
        probes.askAllAndWait();

        assertThat(inventory.models(one)).containsExactly("a", "b");
        assertThat(probes.lastGood("one").map(Probed::at)).contains(FIRST);
        assertThat(probes.last("one").map(Probed::at)).contains(FIRST.plus(PAUSE));
        assertThat(inventory.models(two)).containsExactly("n1", "n2");
    }

    static Stream<Script> uselessLists() {
        return Stream.of(
                Script.json(200, "{\"object\":\"list\",\"data\":[]}"),
                Script.json(200, "{}"),
                Script.json(200, "{\"data\":[{\"id\":7}]}"),
                Script.json(200, "{\"data\":[\"a\"]}{"),
                Script.whole(200, "text/html", "<html>sign in first</html>"),
                Script.json(500, "{}"),
                Script.begin().send("HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n{"),
                Script.json(200, "{\"data\":[" + "{\"id\":\"x\"},".repeat(900_000) + "{}]}"),
                Script.begin().close());
    }

    @Test
    @Tag("E25")
    void keepsABoundedNumberOfModelsOfOneBackend() {
        String[] many = IntStream.range(0, 6_000).mapToObj(i -> "m" + i).toArray(String[]::new);
        calls.upstream().models(list(many));

        probes.askAllAndWait();

        assertThat(inventory.models(one)).hasSize(5_000);
        assertThat(inventory.models(two)).containsExactly("n1");
    }

    @Test
    void readsTheFormsInWhichProvidersListTheirModels() {
        calls.upstream().models(Script.json(200, "[{\"id\":\"bare\"}]"));
        neighbour.models(Script.json(200, "{\"data\":[{\"id\":\"models/short\"}]}"));

        probes.askAllAndWait();

        assertThat(inventory.models(one)).containsExactly("bare");
        assertThat(inventory.models(two)).containsExactly("short");
    }

    @Test
    @Tag("RO9")
    void wakesWhatCouldNotBeReachedSoonAfterItIsBack() {
        HealthBoard board = new HealthBoard(clock, () -> HealthSettings.DEFAULT);
        calls.upstream().models(Script.json(500, "{}"));
        try (Probes eager = Probes.start(
                new ModelListing(calls.backends(clock)),
                inventory,
                board,
                () -> Backends.of(List.of(one), Map.of("openai", Targets.OPENAI)),
                () -> PAUSE,
                clock)) {
            eager.askAllAndWait();
            for (int i = 0; i < HealthSettings.DEFAULT.failuresBeforeRest(); i++) {
                board.failed("one/a", "upstream_connect_failed", Duration.ZERO);
            }

            boolean isUnreached = board.isUnreached("one");
            calls.upstream().models(list("a"));
            boolean isBack = Await.within(PATIENCE, () -> !board.isUnreached("one"));

            assertThat(isUnreached).isTrue();
            assertThat(isBack).isTrue();
            assertThat(board.admits("one/a")).isTrue();
        }
    }

    private static Script list(String... names) {
        return Script.json(
                200,
                Stream.of(names)
                        .map(name -> "{\"object\":\"model\",\"id\":\"" + name + "\"}")
                        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
    }

    private static Backend backend(String name, ScriptedUpstream upstream) {
        return SomeBackend.named(name)
                .at(upstream.url().toString())
                .patient(PATIENCE)
                .make();
    }
}
