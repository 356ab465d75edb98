package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.lang.Money;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.UsedCalls;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageSummaryTest {
    private static final UsageQuestion NOVEMBER =
            UsageQuestion.between(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

    private final TestDatabase database = TestDatabase.migrated();
    private final UsageSummary usage = new UsageSummary(database.database());

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TENANT, tenant_id, t2, t2",
        "PROJECT, project_id, p2, p2",
        "KEY, key_id, k2, k2",
        "USER, user_id, u2, u2",
        "BACKEND_PROFILE, backend_profile_id, b2, b2",
        "PRINCIPAL, principal, bob, bob",
        "OPERATION, operation, embedding, embedding",
        "MODEL, alias, slow, slow",
        "BACKEND, backend, spare, spare",
        "PROVIDER, provider_kind, vllm, vllm",
        "UPSTREAM_MODEL, upstream_model, llama, llama",
        "STATUS, status, 502, 5xx"
    })
    @Tag("US11")
    void dividesByEveryDimension(Dimension dimension, String column, String value, String name) {
        UsedCalls.at("2026-11-21T12:00:00Z").times(2).in(database);
        UsedCalls.at("2026-11-21T12:07:00Z").with(column, value).in(database);

        List<UsageSums> groups = usage.by(dimension, NOVEMBER, 10);

        assertThat(groups).extracting(UsageSums::calls).containsExactly(2L, 1L);
        assertThat(groups.getLast().name()).isEqualTo(name);
        assertThat(usage.total(NOVEMBER.with(dimension, name)).calls()).isEqualTo(1);
    }

    @Test
    @Tag("US11")
    void knowsWhoWasNamedBehindACall() {
        UsedCalls.at("2026-11-21T12:00:00Z").in(database);
        UsedCalls.at("2026-11-21T12:00:00Z").with("end_user", "eve").in(database);

        assertThat(usage.by(Dimension.END_USER, NOVEMBER, 10))
                .extracting(UsageSums::name)
                .containsExactly("eve");
        assertThat(usage.total(NOVEMBER.with(Dimension.END_USER, "eve").with(Dimension.MODEL, "fast"))
                        .calls())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatTheSumsOfEndUsersDoNotKnow() {
        UsageQuestion eve = NOVEMBER.with(Dimension.END_USER, "eve");

        assertThatThrownBy(() -> usage.by(Dimension.BACKEND, eve, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("US13")
    void addsUpWhatStreamedAnswersTook() {
        UsedCalls.at("2026-11-21T12:00:00Z").times(3).in(database);
        UsedCalls.at("2026-11-21T12:01:00Z").without("first_token_us").in(database);

        UsageSums sums = usage.total(NOVEMBER);

        assertThat(sums.streamedCalls()).isEqualTo(3);
        assertThat(sums.firstTokenUs()).isEqualTo(1_500_000);
        assertThat(sums.streamedTokens()).isEqualTo(150);
        assertThat(sums.streamingUs()).isEqualTo(4_500_000);
        assertThat(sums.totalUs()).isEqualTo(8_000_000);
    }

    @Test
    @Tag("US8")
    void keepsUnknownCostsApart() {
        UsedCalls.at("2026-11-21T12:00:00Z").in(database);
        UsedCalls.at("2026-11-21T12:00:00Z").without("cost_pico_usd").in(database);

        UsageSums sums = usage.total(NOVEMBER);

        assertThat(sums.unknownCostCalls()).isEqualTo(1);
        assertThat(sums.costUsd()).isEqualTo(new Money(BigInteger.valueOf(1_000_000)));
    }

    @Test
    @Tag("US12")
    void countsACallInTheDayOfTheZone() {
        UsedCalls.at("2026-11-20T18:20:00Z").in(database);
        UsedCalls.at("2026-11-20T18:10:00Z").in(database);
        UsageQuestion days =
                UsageQuestion.between(Instant.parse("2026-11-19T18:15:00Z"), Instant.parse("2026-11-21T18:15:00Z"));

        assertThat(callsPerDay(days, "UTC")).containsExactly("2026-11-19=0", "2026-11-20=2", "2026-11-21=0");
        assertThat(callsPerDay(days, "Asia/Kathmandu")).containsExactly("2026-11-20=1", "2026-11-21=1");
        assertThat(callsPerDay(days, "America/Los_Angeles"))
                .containsExactly("2026-11-19=0", "2026-11-20=2", "2026-11-21=0");
    }

    @Test
    @Tag("US12")
    void countsEveryHourOfADayWhoseClockIsTurnedBack() {
        for (int hour = 22; hour < 47; hour++) {
            String start = String.format(Locale.ROOT, "2026-10-%02dT%02d:30:00Z", 24 + hour / 24, hour % 24);
            UsedCalls.at(start).in(database);
        }
        UsageQuestion day =
                UsageQuestion.between(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T23:00:00Z"));
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        List<UsagePoint> hours = usage.series(day, Timeline.of(day.from(), day.to(), Step.HOUR, berlin));

        assertThat(hours).hasSize(25).allMatch(hour -> hour.sums().calls() == 1);
        assertThat(callsPerDay(day, "Europe/Berlin")).containsExactly("2026-10-25=25");
    }

    @Test
    void callsThingsAsPeopleDo() {
        User ada = new Users(database.database(), Clock.systemUTC()).addLocal("ada@example.org", "", "test");
        UsedCalls.at("2026-11-21T12:00:00Z").with("user_id", ada.id().value()).in(database);

        assertThat(usage.by(Dimension.USER, NOVEMBER, 1).getFirst().label()).isEqualTo(Optional.of("ada@example.org"));
        assertThat(usage.by(Dimension.MODEL, NOVEMBER, 1).getFirst().label()).isEmpty();
    }

    private List<String> callsPerDay(UsageQuestion question, String zone) {
        Timeline days = Timeline.of(question.from(), question.to(), Step.DAY, ZoneId.of(zone));
        return usage.series(question, days).stream()
                .map(point -> point.label() + "=" + point.sums().calls())
                .toList();
    }
}
