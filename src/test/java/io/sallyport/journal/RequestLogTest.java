package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Price;
import io.sallyport.database.BatchWriterSettings;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.lang.Money;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import io.sallyport.usage.UsageSums;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RequestLogTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.migrated();
    private final RequestLog log = new RequestLog(database.database());

    @BeforeEach
    void makeTheDays() {
        Partitions.keep(database.database(), CLOCK, RetentionSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("US1")
    void keepsOneRowWithUsageAndCostPerCall() {
        CallRecord call = Calls.call().correlation("client-7", "talk-1").at(NOW);

        write(call);
        RequestDetail found = log.find(call.id().toString()).orElseThrow();

        RequestRow row = found.request();
        assertThat(row.startedAt()).isEqualTo(NOW);
        assertThat(row.keyId()).contains("key-1");
        assertThat(row.correlationId()).contains("client-7");
        assertThat(row.sessionId()).contains("talk-1");
        assertThat(row.upstreamModel()).contains("gpt-4o");
        assertThat(row.inputTokens()).contains(100L);
        assertThat(row.cachedInputTokens()).contains(20L);
        assertThat(row.usageSource()).contains("reported");
        assertThat(row.costUsd()).contains(Money.ofMicroDollars(450));
        assertThat(row.totalUs()).isEqualTo(12_345);
        assertThat(found.attempts()).isEmpty();
    }

    @Test
    @Tag("C49")
    void keepsEveryCallOfAClientThatRepeatsItsId() {
        CallRecord first = Calls.call().correlation("same", "").at(NOW.minusSeconds(5));
        CallRecord second = Calls.call().correlation("same", "").at(NOW);

        write(first, second);

        assertThat(log.newest(RequestFilter.ALL, 10).rows()).hasSize(2);
        assertThat(log.find("same").orElseThrow().request().id())
                .isEqualTo(second.id().value());
        assertThat(log.find("unknown")).isEmpty();
    }

    @Test
    @Tag("AU13")
    @Tag("AU30")
    void keepsRefusedAndFailedCallsWithTheirCode() {
        CallRecord refused = Calls.call().stranger().at(NOW.minusSeconds(2));
        CallRecord failed = Calls.call()
                .after(new Attempted("azure", "azure", "gpt-4o", 500, "upstream_error", 7))
                .failed(502, "upstream_error")
                .at(NOW);

        write(refused, failed);
        List<RequestRow> failures = log.newest(RequestFilter.ALL.failed(), 10).rows();

        assertThat(failures).extracting(RequestRow::code).containsExactly("upstream_error", "missing_api_key");
        assertThat(log.find(failed.id().toString()).orElseThrow().attempts())
                .extracting(RequestDetail.Attempt::backend)
                .containsExactly("azure", "openai");
    }

    @Test
    void goesThroughAllPagesWithoutGapOrRepetition() {
        CallRecord[] calls = new CallRecord[7];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = Calls.call().at(NOW.minus(Duration.ofHours(5L * i)));
        }

        write(calls);
        RequestLog.Page first = log.newest(RequestFilter.ALL, 3);
        RequestLog.Page second = log.before(RequestFilter.ALL, first.next().orElseThrow(), 3);
        RequestLog.Page third = log.before(RequestFilter.ALL, second.next().orElseThrow(), 3);

        assertThat(first.rows()).hasSize(3);
        assertThat(second.rows()).hasSize(3);
        assertThat(third.rows()).hasSize(1);
        assertThat(third.next()).isEmpty();
        assertThat(third.rows().getFirst().id()).isEqualTo(calls[6].id().value());
    }

    @Test
    @Tag("PG11")
    void countsAndCutsNumberedPages() {
        write(
                Calls.call().at(NOW),
                Calls.call().at(NOW.minusSeconds(1)),
                Calls.call().at(NOW.minusSeconds(2)));

        RequestLog.NumberedPage page = log.numbered(RequestFilter.ALL, 2, 2);

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.rows()).hasSize(1);
    }

    @Test
    void findsByEachFilter() {
        CallRecord plain = Calls.call().at(NOW);
        CallRecord other = Calls.call().key("key-2").model("rare").at(NOW.minusSeconds(60));
        CallRecord asked = Calls.call().path("/v1/models").at(NOW.minusSeconds(120));

        write(plain, other, asked);

        assertThat(ids(RequestFilter.ALL.with(Field.KEY, "key-2")))
                .containsExactly(other.id().value());
        assertThat(ids(RequestFilter.ALL.with(Field.MODEL, "rare")))
                .containsExactly(other.id().value());
        assertThat(ids(RequestFilter.ALL.with(Field.METHOD, "GET")))
                .containsExactly(asked.id().value());
        assertThat(ids(RequestFilter.ALL.with(Field.ENDPOINT, "/v1/models")))
                .containsExactly(asked.id().value());
        assertThat(ids(RequestFilter.ALL.from(NOW.minusSeconds(30))))
                .containsExactly(plain.id().value());
        assertThat(ids(RequestFilter.ALL.to(NOW.minusSeconds(90))))
                .containsExactly(asked.id().value());
        assertThat(ids(RequestFilter.ALL.withStatus(404))).isEmpty();
        assertThat(ids(RequestFilter.ALL.with(Field.MODEL, "x' or true --"))).isEmpty();
    }

    @Test
    void findsWhatWasHeldUpSlowOrDear() {
        CallRecord held = Calls.call().at(NOW);
        CallRecord plain = Calls.call().unpriced().at(NOW.minusSeconds(60));
        write(held, plain);
        database.execute("insert into guardrail_run (request_id, started_at, tenant_id, name, type, layer, priority,"
                + " micros, result, score, note, overridden) select id, started_at, 'default', 'personal data', 'pii',"
                + " 'input', 1, 9, case when cost then 'replaced' else 'passed' end, 1, '', false"
                + " from (select request_id as id, started_at, cost_pico_usd is not null as cost from usage_record) u");

        assertThat(ids(RequestFilter.ALL.heldUpBy("personal data")))
                .containsExactly(held.id().value());
        assertThat(ids(RequestFilter.ALL.heldUpBy("another"))).isEmpty();
        assertThat(ids(RequestFilter.ALL.dearerThan(Money.ofMicroDollars(450))))
                .containsExactly(held.id().value());
        assertThat(ids(RequestFilter.ALL.slowerThan(Duration.ofMillis(12)))).hasSize(2);
        assertThat(ids(RequestFilter.ALL.slowerThan(Duration.ofMillis(13)))).isEmpty();
    }

    @Test
    void tellsHowLongCallsTook() {
        write(Calls.call().at(NOW));

        CallSpeed speed = log.speed(CallTimeline.Span.of(NOW.minusSeconds(3_600), NOW.plusSeconds(1)));
        CallSpeed none = log.speed(CallTimeline.Span.of(NOW.minusSeconds(7_200), NOW.minusSeconds(3_600)));

        assertThat(speed.medianUs()).contains(12_345L);
        assertThat(speed.slowUs()).contains(12_345L);
        assertThat(none.medianUs()).isEmpty();
    }

    @Test
    @Tag("N15")
    void cutsWhatIsTooLongOrNoText() {
        CallRecord call = Calls.call()
                .model("m\u0000\uD800" + "x".repeat(40_000))
                .content("{\"a\":\"b\u0000\"}", "ok")
                .at(NOW);

        write(call);
        RequestDetail found = log.find(call.id().toString()).orElseThrow();

        assertThat(found.request().model()).hasSize(256).startsWith("m\uFFFD\uFFFDx");
        assertThat(found.content().orElseThrow().requestBody()).isEqualTo("[10 bytes, not text]");
        assertThat(found.content().orElseThrow().responseBody()).isEqualTo("ok");
    }

    @Test
    @Tag("US7")
    void addsEachCallToItsSumsOnce() {
        write(
                Calls.call().at(NOW),
                Calls.call().at(NOW.minusSeconds(60)),
                Calls.call().key("key-2").unpriced().at(NOW.minus(Duration.ofHours(1))),
                Calls.call().failed(502, "upstream_error").at(NOW));
        UsageSummary summary = new UsageSummary(database.database());
        UsageQuestion day = UsageQuestion.between(NOW.minus(Duration.ofDays(1)), NOW.plusSeconds(1));

        UsageSums total = summary.total(day);
        List<UsageSums> byKey = summary.by(Dimension.KEY, day, 10);

        assertThat(total.calls()).isEqualTo(4);
        assertThat(total.errors()).isEqualTo(1);
        assertThat(total.inputTokens()).isEqualTo(400);
        assertThat(total.unknownCostCalls()).isEqualTo(1);
        assertThat(total.costUsd()).isEqualTo(Money.ofMicroDollars(3 * 450));
        assertThat(byKey).extracting(UsageSums::name).containsExactly("key-1", "key-2");
        assertThat(summary.total(UsageQuestion.between(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(8))))
                        .calls())
                .isZero();
    }

    @Test
    @Tag("US3")
    void keepsThePriceThatWasApplied() {
        Money token = Money.ofMicroDollars(2);
        Price price = new Price(token, token, Optional.empty(), Optional.empty(), Optional.empty());

        write(Calls.call().pinned(price).at(NOW), Calls.call().at(NOW.plusMillis(1)));

        assertThat(database.rows("select price ->> 'input', provider_kind, status from usage_record order by 1"))
                .containsExactly(List.of("2", "openai", "200"), List.of("", "openai", "200"));
    }

    @Test
    @Tag("C14")
    void showsTheSameCallInTheShapesOfTheViews() {
        write(Calls.call().correlation("mine", "").content("hi", "ho").at(NOW));

        ViewsTable views = database.database().attach(ViewsTable.class);

        assertThat(views.audit()).isEqualTo(new ViewsTable.Audit("chat", "gpt-4o", 120, 12));
        assertThat(views.recent()).isEqualTo(new ViewsTable.Recent("mine", "/v1/chat/completions", "hi"));
    }

    /// The views as other tools read them.
    interface ViewsTable {
        @SqlQuery("select requested_model, upstream_model, input_tokens, duration_ms from request_audit_log")
        Audit audit();

        @SqlQuery("select request_id, endpoint, request_body from request_logs")
        Recent recent();

        record Audit(String requestedModel, String upstreamModel, long inputTokens, long durationMs) {}

        record Recent(String requestId, String endpoint, String requestBody) {}
    }

    private List<UUID> ids(RequestFilter filter) {
        return log.newest(filter, 10).rows().stream().map(RequestRow::id).toList();
    }

    private void write(CallRecord... calls) {
        JournalSettings settings = new JournalSettings(
                true,
                Capture.FULL,
                CaptureRules.DEFAULT_BODY_SIZE,
                HealthChecks.SKIPPED,
                new BatchWriterSettings(1000, 100, Duration.ofMillis(10), 1),
                RetentionSettings.DEFAULT);
        try (DatabaseSink sink = DatabaseSink.open(database.database(), settings, CLOCK)) {
            List.of(calls).forEach(sink::take);
        }
    }
}
