package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.SseClient.Event;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client sees of a stream is true: whole events, in order, and an end that says what happened.
@TestInstance(Lifecycle.PER_CLASS)
final class StreamTruthTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    private final ScriptedUpstream first = ScriptedUpstream.start();
    private final ScriptedUpstream second = ScriptedUpstream.start();
    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("first", first.url())
            .backend("second", second.url())
            .backend("anthropic", "anthropic", first.url())
            .backend("simulated", simulated.baseUrl())
            .alias("one", "first/m")
            .alias("both", "first/m", "second/m")
            .alias("claude", "anthropic/m")
            .alias("tools", "simulated/sim-1")
            .start();

    @AfterEach
    void forgets() {
        first.forget();
        second.forget();
    }

    @AfterAll
    void closes() {
        gateway.close();
        simulated.close();
        loops.close();
        first.close();
        second.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Tag("D01")
    void endsInAnErrorEventWhenTheUpstreamIsCutWithinAStream(int events) {
        CountDownLatch gate = new CountDownLatch(1);
        String[] words = IntStream.rangeClosed(1, events)
                .mapToObj(i -> Chunks.word("w" + i))
                .toArray(String[]::new);
        first.always(Script.eventStream().events(words).await(gate).reset());

        try (SseClient client = gateway.stream("both")) {
            List<Event> seen = Chunks.seenAround(client, events, gate);

            assertThat(Chunks.words(seen)).hasSize(events);
            assertThat(Chunks.error(seen)).isEqualTo("upstream_stream_interrupted");
            assertThat(Chunks.isDone(seen)).isFalse();
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
            assertThat(second.requests()).isEmpty();
        }
    }

    static Stream<Script> deathsBeforeTheFirstEvent() {
        return Stream.of(
                Script.begin().reset(),
                Script.eventStream().pause(A_MOMENT).reset(),
                Script.eventStream().lastChunk(),
                Script.eventStream().chunk("data: {\"id\"").pause(A_MOMENT).reset(),
                Script.eventStream()
                        .chunk(": working on it\n\n")
                        .pause(A_MOMENT)
                        .reset());
    }

    @ParameterizedTest
    @MethodSource("deathsBeforeTheFirstEvent")
    @Tag("D01")
    @Tag("D23")
    void triesTheNextTargetWhenTheUpstreamDiesBeforeTheFirstEvent(Script death) {
        first.always(death);
        second.always(Chunks.saying("hello"));

        try (SseClient client = gateway.stream("both")) {
            List<Event> seen = client.rest();

            assertThat(Chunks.words(seen)).containsExactly("hello");
            assertThat(Chunks.isDone(seen)).isTrue();
            assertThat(client.header("x-sallyport-backend")).contains("second");
            assertThat(first.requests()).isNotEmpty();
        }
    }

    @Test
    @Tag("D01")
    void answersWithAStatusWhenEveryUpstreamDiesBeforeTheFirstEvent() {
        first.always(Script.eventStream().pause(A_MOMENT).reset());

        try (SseClient client = gateway.stream("one")) {

            assertThat(client.status()).isEqualTo(502);
            assertThat(Json.parse(client.text()).path("error.type").text()).isEqualTo("upstream_error");
        }
    }

    static Stream<Function<CountDownLatch, Script>> finishesWithoutMarker() {
        Script finished = Script.eventStream().events(Chunks.word("hello"), Chunks.FINISH, Chunks.USAGE);
        return Stream.of(
                gate -> finished.await(gate).lastChunk(),
                gate -> finished.await(gate).reset());
    }

    @ParameterizedTest
    @MethodSource("finishesWithoutMarker")
    @Tag("D03")
    void addsTheClosingMarkerThatAFinishedStreamForgot(Function<CountDownLatch, Script> script) {
        CountDownLatch gate = new CountDownLatch(1);
        first.always(script.apply(gate));

        try (SseClient client = gateway.stream("one")) {
            List<Event> seen = Chunks.seenAround(client, 2, gate);

            assertThat(Chunks.words(seen)).containsExactly("hello");
            assertThat(seen.getLast().data()).isEqualTo(Chunks.DONE);
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
        }
    }

    @Test
    @Tag("D05")
    void takesAnErrorInTheDisguiseOfASuccessForAnError() {
        Script disguised =
                Script.json(200, "{\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"code\":null}}");
        first.always(disguised);
        second.next(Chunks.saying("hello")).always(disguised);

        try (SseClient lucky = gateway.stream("both");
                SseClient unlucky = gateway.stream("both")) {

            assertThat(Chunks.words(lucky.rest())).containsExactly("hello");
            assertThat(unlucky.status()).isEqualTo(502);
            assertThat(Json.parse(unlucky.text()).path("error.message").text()).isEqualTo("busy");
        }
    }

    @Test
    @Tag("D07")
    void passesAnErrorEventOnCleanedAndWithEverythingBeforeIt() {
        String leaky = "{\"error\":{\"message\":\"key " + GatewayHarness.UPSTREAM_KEY + " at 127.0.0.1:" + first.port()
                + " failed\",\"type\":\"server_error\",\"code\":\"overloaded\"}}";
        first.always(Script.eventStream()
                .events(Chunks.word("a"))
                .pause(A_MOMENT)
                .chunk("data: " + Chunks.word("b") + "\n\ndata: " + leaky + "\n\n")
                .lastChunk());

        try (SseClient client = gateway.stream("one")) {
            List<Event> seen = client.rest();

            assertThat(Chunks.words(seen)).containsExactly("a", "b");
            assertThat(Chunks.error(seen)).startsWith("upstream_");
            assertThat(seen.getLast().data())
                    .doesNotContain(GatewayHarness.UPSTREAM_KEY)
                    .doesNotContain(Integer.toString(first.port()));
            assertThat(Chunks.isDone(seen)).isFalse();
        }
    }

    @Test
    @Tag("D07")
    void passesAnErrorEventOnInTheDialectOfMessages() {
        first.always(Script.eventStream()
                .chunk("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m1\","
                        + "\"type\":\"message\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n")
                .pause(A_MOMENT)
                .chunk("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}\n\n")
                .lastChunk());

        try (SseClient client = gateway.post(
                "/v1/messages",
                "{\"model\":\"claude\",\"max_tokens\":9,\"stream\":true,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")) {
            List<Event> seen = client.rest();

            assertThat(seen).extracting(Event::name).containsExactly("message_start", "error");
            assertThat(Json.parse(seen.getLast().data()).get("type").text()).isEqualTo("error");
        }
    }

    @Test
    @Tag("D09")
    @Tag("US5")
    void asksForUsageAndKeepsItToItself() {
        first.always(Chunks.saying("hello"));

        try (SseClient silent = gateway.stream("one");
                SseClient asking =
                        gateway.chat("one", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")) {

            assertThat(silent.rest()).extracting(Event::data).doesNotContain(Chunks.USAGE);
            assertThat(asking.rest()).extracting(Event::data).contains(Chunks.USAGE);
            assertThat(Json.parse(first.requests().getFirst().text())
                            .path("stream_options.include_usage")
                            .bool())
                    .isTrue();
        }
    }

    @Test
    @Tag("D13")
    void cutsAStreamThatNeverEnds() {
        try (GatewayHarness hasty = GatewayHarness.with()
                        .server("stream_max_duration", "6s")
                        .backend("simulated", simulated.baseUrl())
                        .alias("endless", "simulated/sim-endless-5ms")
                        .start();
                SseClient client = hasty.chat("endless", ",\"stream\":true,\"max_tokens\":5")) {
            List<Event> seen = client.rest();

            assertThat(Chunks.error(seen)).isEqualTo("stream_limit");
            assertThat(Chunks.isDone(seen)).isFalse();
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
        }
    }

    static Stream<Script> spellingsOfOneStream() {
        String a = Chunks.word("a");
        String end = "data: " + Chunks.FINISH + "\n\ndata: [DONE]\n\n";
        return Stream.of(
                Script.eventStream().chunk("data:" + a + "\n\n" + end),
                Script.eventStream().chunk(("data: " + a + "\n\n" + end).replace('\n', '\r')),
                Script.eventStream()
                        .chunk("data: " + a + "\r")
                        .pause(A_MOMENT)
                        .chunk("\n\r")
                        .pause(A_MOMENT)
                        .chunk("\n" + end),
                Script.eventStream().chunk("data: " + a.replaceFirst(",", ",\ndata: ") + "\n\n" + end),
                Script.eventStream().chunk(": hi\n\nid: 7\nretry: 10\ndata: " + a + "\n\n" + end),
                Script.eventStream().chunk("event: strange\ndata: " + a + "\n\n" + end),
                Script.eventStream().chunk("\uFEFFdata: " + a + "\n\n" + end),
                Script.eventStream().trickle(Chunks.framed("data: " + a + "\n\n" + end)));
    }

    @ParameterizedTest
    @MethodSource("spellingsOfOneStream")
    @Tag("D15")
    void readsEverySpellingOfAnEventStream(Script script) {
        first.always(script.lastChunk());

        try (SseClient client = gateway.stream("one")) {
            List<Event> seen = client.rest();

            assertThat(Chunks.words(seen)).containsExactly("a");
            assertThat(seen.getLast().data()).isEqualTo(Chunks.DONE);
        }
    }

    static Stream<Function<CountDownLatch, Script>> eventsWithoutMeasure() {
        Script begun = Script.eventStream().events(Chunks.word("a"));
        String part = "x".repeat(1 << 20);
        return Stream.of(
                gate -> begun.await(gate).chunk("data: " + part + part + "\n\n"),
                gate -> begun.await(gate).chunk("data: " + part).chunk(part).hang());
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutMeasure")
    @Tag("D17")
    void refusesAnEventWithoutMeasure(Function<CountDownLatch, Script> script) {
        CountDownLatch gate = new CountDownLatch(1);
        first.always(script.apply(gate));

        try (SseClient client = gateway.stream("one")) {
            List<Event> seen = Chunks.seenAround(client, 1, gate);

            assertThat(Chunks.words(seen)).containsExactly("a");
            assertThat(Chunks.error(seen)).isEqualTo("upstream_bad_response");
        }
    }

    @Test
    @Tag("D19")
    void flushesEachEventWithoutWaitingForTheNext() {
        CountDownLatch gate = new CountDownLatch(1);
        first.always(Script.eventStream()
                .events(Chunks.word("a"))
                .await(gate)
                .events(Chunks.word("b"), Chunks.FINISH, Chunks.DONE)
                .lastChunk());

        try (SseClient client = gateway.stream("one")) {

            assertThat(client.next()).isPresent();
            gate.countDown();
            assertThat(Chunks.words(client.rest())).containsExactly("b");
        }
    }

    @Test
    @Tag("D19")
    void losesNoneOfManySmallEvents() {
        String[] letters = IntStream.range(0, 20_000)
                .mapToObj(i -> Chunks.word("abcdefghij".substring(i % 10, i % 10 + 1)))
                .toArray(String[]::new);
        first.always(Script.eventStream()
                .events(letters)
                .events(Chunks.FINISH, Chunks.DONE)
                .lastChunk());

        try (SseClient client = gateway.stream("one")) {
            String text = String.join("", Chunks.words(client.rest()));

            assertThat(text).isEqualTo("abcdefghij".repeat(2000));
        }
    }

    @Test
    @Tag("D21")
    void keepsToolCallsInOrderForEachChoice() {
        String ask = ",\"n\":2,\"tools\":["
                + "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"properties\":"
                + "{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}}}}},"
                + "{\"type\":\"function\",\"function\":{\"name\":\"clock\",\"parameters\":{\"properties\":"
                + "{\"zone\":{\"type\":\"string\"}}}}}],\"messages\":[{\"role\":\"user\",\"content\":\"call all\"}]}";
        try (SseClient client = gateway.post("/v1/chat/completions", "{\"model\":\"tools\",\"stream\":true" + ask)) {
            Map<String, String> arguments = arguments(client.rest());

            String weather = "{\"city\":\"call all\",\"days\":1}";
            String clock = "{\"zone\":\"call all\"}";
            assertThat(arguments)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("0.0", weather, "0.1", clock, "1.0", weather, "1.1", clock));
        }
    }

    @Test
    @Tag("D25")
    void goesOnWhenTheClientClosesItsSendingSide() {
        CountDownLatch gate = new CountDownLatch(1);
        first.always(Script.eventStream()
                .events(Chunks.word("a"))
                .await(gate)
                .events(Chunks.word("b"), Chunks.FINISH, Chunks.DONE)
                .lastChunk());

        try (SseClient client = gateway.stream("one")) {
            client.next();
            client.halfClose();
            gate.countDown();

            assertThat(Chunks.words(client.rest())).containsExactly("b");
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
        }
    }

    /// Argument text by choice and call.
    private static Map<String, String> arguments(List<Event> events) {
        Map<String, String> arguments = new TreeMap<>();
        for (Event event : events.subList(0, events.size() - 1)) {
            Json choice = Json.parse(event.data()).path("choices.0");
            Json call = choice.path("delta.tool_calls.0");
            if (call.isPresent()) {
                arguments.merge(
                        choice.get("index") + "." + call.get("index"),
                        call.path("function.arguments").textOr(""),
                        String::concat);
            }
        }
        return arguments;
    }
}
