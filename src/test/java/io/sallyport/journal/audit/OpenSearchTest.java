package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.EndUser;
import io.sallyport.journal.CallRecord;
import io.sallyport.journal.CallThread;
import io.sallyport.journal.CallTimeline;
import io.sallyport.journal.CallTimeline.Bar;
import io.sallyport.journal.Calls;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.RequestRow;
import io.sallyport.journal.RetentionSettings;
import io.sallyport.journal.audit.AuditSettings.Cluster;
import io.sallyport.journal.audit.AuditSettings.Upkeep;
import io.sallyport.journal.audit.Courier.Left;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.TestOpenSearch;
import io.sallyport.testkit.UpstreamCalls;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The audit trail in a real OpenSearch; every test has indices of its own.
@TestInstance(Lifecycle.PER_CLASS)
final class OpenSearchTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final TestOpenSearch server = TestOpenSearch.start();
    private final UpstreamCalls calls = new UpstreamCalls();

    @TempDir
    private Path folder;

    @AfterAll
    void closes() {
        calls.close();
        server.close();
    }

    /// What one test keeps and reads.
    private record Trail(OpenSearch search, Indices indices, Courier courier, OpenSearchReader reader) {
        Left keep(CallRecord... records) {
            List<SpooledEvent> events = Arrays.stream(records)
                    .map(call -> CallEvents.of(call).orElseThrow())
                    .map(event -> new SpooledEvent(event.facts().at().toEpochMilli(), indices.lines(event)))
                    .toList();
            Left left = courier.bring(events);
            search.ask("POST", "/" + indices.prefix() + "-*/_refresh");
            return left;
        }

        long documents(String kind) {
            return search.ask("GET", "/" + indices.prefix() + kind + "*/_count")
                    .get("count")
                    .asLong();
        }
    }

    private Trail trail(String prefix) {
        Cluster cluster =
                new Cluster(server.url(), prefix, Optional.empty(), Trust.VERIFY, UpstreamCalls.LONG, Upkeep.OURS);
        OpenSearch search = new OpenSearch(calls.outbounds(), cluster);
        Indices indices = new Indices(prefix);
        return new Trail(
                search, indices, new Courier(search, indices, new DeadLetters(folder)), new OpenSearchReader(search));
    }

    private static List<UUID> ids(RequestLog.Page page) {
        return page.rows().stream().map(RequestRow::id).toList();
    }

    @Test
    @Tag("AU1")
    @Tag("AP9")
    void findsWhatItWasGivenPageByPage() {
        Trail trail = trail("pages");
        CallRecord first = Calls.call().key("k1").at(NOON);
        CallRecord second = Calls.call().key("k2").model("other").at(NOON.plusSeconds(1));
        CallRecord third = Calls.call().key("k1").failed(502, "upstream_status").at(NOON.plusSeconds(2));
        trail.keep(first, second, third);

        RequestLog.Page newest = trail.reader().page(RequestFilter.ALL, Optional.empty(), 2);
        RequestLog.Page rest = trail.reader().page(RequestFilter.ALL, newest.next(), 2);

        assertThat(ids(newest)).containsExactly(third.id().value(), second.id().value());
        assertThat(ids(rest)).containsExactly(first.id().value());
        assertThat(rest.next()).isEmpty();
        assertThat(ids(trail.reader()
                        .page(RequestFilter.ALL.with(Field.KEY, "k1").succeeded(), Optional.empty(), 9)))
                .containsExactly(first.id().value());
        assertThat(ids(trail.reader().page(RequestFilter.ALL.withStatus(502), Optional.empty(), 9)))
                .containsExactly(third.id().value());
        assertThat(ids(trail.reader()
                        .page(
                                RequestFilter.ALL.from(NOON.plusSeconds(1)).to(NOON.plusSeconds(2)),
                                Optional.empty(),
                                9)))
                .containsExactly(second.id().value());
    }

    @Test
    void countsCallsOverTime() {
        Trail trail = trail("bars");
        trail.keep(
                Calls.call().at(NOON.plusSeconds(5)),
                Calls.call().failed(500, "internal_error").at(NOON.plusSeconds(6)),
                Calls.call().at(NOON.plusSeconds(65)),
                Calls.call().at(NOON.minusSeconds(7_000)));

        CallTimeline timeline =
                trail.reader().timeline(RequestFilter.ALL, CallTimeline.Span.of(NOON, NOON.plusSeconds(3_600)));

        assertThat(timeline.stepSeconds()).isEqualTo(60);
        assertThat(timeline.bars()).hasSize(60);
        assertThat(timeline.bars().subList(0, 3))
                .containsExactly(
                        new Bar(NOON, 2, 1), new Bar(NOON.plusSeconds(60), 1, 0), new Bar(NOON.plusSeconds(120), 0, 0));
    }

    @Test
    void listsConversations() {
        Trail trail = trail("threads");
        trail.keep(
                Calls.call().correlation("a", "talk-1").at(NOON),
                Calls.call().correlation("b", "talk-1").failed(500, "x").at(NOON.plusSeconds(9)),
                Calls.call().endUser(new EndUser("", "", "", "", "chat-9")).at(NOON.plusSeconds(30)),
                Calls.call().at(NOON));

        List<CallThread> threads = trail.reader().threads(RequestFilter.ALL, 10);

        assertThat(threads)
                .containsExactly(
                        new CallThread(
                                "chat-9",
                                NOON.plusSeconds(30),
                                NOON.plusSeconds(30),
                                1,
                                0,
                                Optional.of("ada"),
                                Optional.of("chat")),
                        new CallThread(
                                "talk-1", NOON, NOON.plusSeconds(9), 2, 1, Optional.of("ada"), Optional.of("chat")));
        assertThat(trail.reader()
                        .page(RequestFilter.ALL.inThread("talk-1"), Optional.empty(), 9)
                        .rows())
                .hasSize(2);
    }

    @Test
    @Tag("AU3")
    @Tag("AU4")
    void givesACallBackWithItsHeadersAndItsContentInAnIndexOfItsOwn() {
        Trail trail = trail("detail");
        CallRecord call = Calls.call()
                .headers(new Header("accept", "*/*"), new Header("accept", "text/plain"))
                .content("{\"messages\":[]}", "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n")
                .at(NOON);
        trail.keep(call);

        RequestDetail found = trail.reader().find(call.id().value()).orElseThrow();

        assertThat(found.content().orElseThrow().requestBody()).isEqualTo("{\"messages\":[]}");
        assertThat(found.content().orElseThrow().responseBody()).isEqualTo("Hello");
        assertThat(found.headers().orElseThrow().toString())
                .isEqualTo("[[\"accept\",\"*/*\"],[\"accept\",\"text/plain\"]]");
        assertThat(found.attempts()).hasSize(1);
        assertThat(trail.search().ask("GET", "/detail-calls-2026.11.21/_search").toString())
                .doesNotContain("Hello");
    }

    @Test
    @Tag("F23")
    void keepsAnEventOnceHoweverOftenItIsSent() {
        Trail trail = trail("once");
        CallRecord call = Calls.call().content("q", "a").at(NOON);

        trail.keep(call);
        Left left = trail.keep(call);

        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(trail.documents("-calls-")).isEqualTo(1);
        assertThat(trail.documents("-content-")).isEqualTo(1);
    }

    @Test
    @Tag("N15")
    @Tag("F21")
    void takesAnythingThatCallersSend() {
        Trail trail = trail("hostile");
        Header[] many = new Header[64];
        Arrays.setAll(many, i -> new Header("x-" + i + "." + "a".repeat(30), "v".repeat(1_000)));
        CallRecord call = Calls.call()
                .headers(many)
                .model("m".repeat(50_000))
                .endUser(new EndUser("\u0000\u0001", "n".repeat(50_000), "", "", "c"))
                .content("w".repeat(60_000), "\u0000\u0001\u0002")
                .at(NOON);

        Left left = trail.keep(call);

        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(trail.courier().rejected()).isZero();
        assertThat(trail.reader().find(call.id().value())).isPresent();
        assertThat(trail.search()
                        .ask("GET", "/hostile-calls-2026.11.21/_mapping")
                        .toString())
                .doesNotContain("x-63");
    }

    @Test
    @Tag("F21")
    void waitsWhileAnIndexIsReadOnly() {
        Trail trail = trail("flood");
        trail.keep(Calls.call().at(NOON));
        readOnly(trail, "true");
        CallRecord waiting = Calls.call().at(NOON.plusSeconds(1));

        Left refused = trail.keep(waiting);
        readOnly(trail, "null");
        Left taken = trail.keep(waiting);

        assertThat(refused.events()).hasSize(1);
        assertThat(refused.why()).contains("cluster_block_exception");
        assertThat(taken).isEqualTo(Left.NOTHING);
        assertThat(trail.documents("-calls-")).isEqualTo(2);
    }

    /// What OpenSearch does to an index by itself when its disk is nearly full.
    private static void readOnly(Trail trail, String value) {
        trail.search()
                .ask(
                        "PUT",
                        "/flood-calls-*/_settings",
                        Json.parse("{\"index.blocks.read_only_allow_delete\":" + value + "}"));
    }

    @Test
    void rejectsOnlyTheEventThatIsNone() {
        Trail trail = trail("reject");
        CallRecord good = Calls.call().at(NOON);
        SpooledEvent bad = new SpooledEvent(
                1,
                Bytes.of("{\"create\":{\"_index\":\"reject-calls-2026.11.21\",\"_id\":\"x\"}}\n"
                        + "{\"call\":{\"started_at\":\"never\"}}\n"));

        Left left = trail.courier()
                .bring(List.of(
                        bad,
                        new SpooledEvent(
                                2, trail.indices().lines(CallEvents.of(good).orElseThrow()))));

        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(trail.courier().rejected()).isEqualTo(1);
        assertThat(trail.courier().sent()).isEqualTo(1);
    }

    @Test
    @Tag("AU7")
    @Tag("AU29")
    void deletesIndicesWhoseTimeIsOverAndNoOthers() {
        Trail trail = trail("old");
        trail.keep(
                Calls.call().content("q", "a").at(NOON),
                Calls.call().content("q", "a").at(Instant.parse("2026-11-10T12:00:00Z")),
                Calls.call().content("q", "a").at(Instant.parse("2026-10-01T12:00:00Z")));

        trail.courier().tidy(LocalDate.parse("2026-11-21"), new RetentionSettings(30, 7, 400, false));

        assertThat(trail.documents("-calls-")).isEqualTo(2);
        assertThat(trail.documents("-content-")).isEqualTo(1);
    }

    @Test
    void answersQuestionsBeforeThereIsAnyIndex() {
        Trail trail = trail("nothing");

        assertThat(trail.reader().page(RequestFilter.ALL, Optional.empty(), 9).rows())
                .isEmpty();
        assertThat(trail.reader().threads(RequestFilter.ALL, 9)).isEmpty();
        assertThat(trail.reader().find(UUID.randomUUID())).isEmpty();
        assertThat(trail.reader().roundTrip()).isPositive();
    }
}
