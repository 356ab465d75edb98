package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.Loss;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.MetricsSink.Identities;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.DailyActive.Sighting;
import io.sallyport.telemetry.DailyActive.Surface;
import io.sallyport.telemetry.Exposition;
import io.sallyport.telemetry.JvmMeters;
import io.sallyport.telemetry.Meters;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB4")
@Tag("OB5")
final class MetricsSinkTest {
    private final Meters meters = new Meters(20);
    private final DailyActive active = new DailyActive();
    private final JvmMeters machine = new JvmMeters();

    @AfterEach
    void closes() {
        machine.close();
    }

    @Test
    void countsTokensCostAndTimesOfACall() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        sink.take(MeteredCalls.answered());

        assertThat(text())
                .contains("sallyport_calls_total{" + labels("code=\"ok\",", ",result=\"success\"") + "} 1.0")
                .contains("sallyport_tokens_total{" + labels("", ",type=\"prompt\"") + "} 100.0")
                .contains("sallyport_tokens_total{" + labels("", ",type=\"completion\"") + "} 20.0")
                .contains("sallyport_tokens_total{" + labels("", ",type=\"cached\"") + "} 40.0")
                .contains("sallyport_tokens_total{" + labels("", ",type=\"reasoning\"") + "} 5.0")
                .contains("sallyport_cost_usd_total{" + labels("", "") + "} 0.25")
                .contains("sallyport_calls_unpriced_total{" + labels("", "") + "} 0.0")
                .contains("sallyport_call_duration_seconds_sum{" + labels("", "") + "} 2.0")
                .contains("sallyport_time_to_first_token_seconds_sum{" + labels("", "") + "} 0.5")
                .contains("sallyport_overhead_seconds_sum{" + labels("", "") + "} 3.0E-4");
    }

    @Test
    void countsAnUnknownCostApart() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        sink.take(MeteredCalls.with(MeteredCalls.answered(), Cost.unknown()));
        sink.take(MeteredCalls.with(MeteredCalls.answered(), Cost.of(Money.ofDollars(new BigDecimal("0.000000001")))));

        assertThat(text())
                .contains("sallyport_calls_unpriced_total{" + labels("", "") + "} 1.0")
                .contains("sallyport_cost_usd_total{" + labels("", "") + "} 1.0E-9");
    }

    @Test
    void countsLossesUnlessTheKeyAllowsThem() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);
        Loss seed = new Loss(Loss.Kind.DROPPED, "seed");

        sink.take(MeteredCalls.losing(LossPolicy.ALLOW, seed));
        sink.take(MeteredCalls.losing(LossPolicy.WARN, seed));

        assertThat(text()).containsPattern("sallyport_losses_total\\{[^}]*kind=\"dropped\"[^}]*} 1\\.0");
    }

    @Test
    @Tag("RO32")
    void countsCallsOfTheGatewayItselfApart() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        sink.take(MeteredCalls.shadow());

        String labels = "{model=\"gpt\",openai_backend=\"" + MeteredCalls.ANSWERED.backend() + "\",purpose=\"shadow\"";
        assertThat(text())
                .contains("sallyport_side_calls_total" + labels + ",result=\"success\"} 1.0")
                .contains("sallyport_side_cost_usd_total" + labels + "} 0.25")
                .contains("sallyport_side_call_duration_seconds_sum" + labels + "} 2.0")
                .contains("sallyport_side_time_to_first_token_seconds_sum" + labels + "} 0.5")
                .doesNotContain("sallyport_calls_total{");
        assertThat(active.drain()).isEmpty();
    }

    @Test
    @Tag("RO9")
    void countsTheAttemptsOfACallUnderTheirBackends() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);
        Attempted down = new Attempted("spare", "openai", "gpt-a", 0, "upstream_timeout", 30);

        sink.take(MeteredCalls.with(MeteredCalls.answered(), List.of(down, MeteredCalls.ANSWERED)));

        String spare = "model=\"gpt\",openai_backend=\"spare\",user=\"ann\"} 1.0";
        assertThat(text())
                .contains("sallyport_attempts_total{api_key=\"key-1\",backend_profile=\"\",code=\"upstream_timeout\","
                        + spare)
                .contains("sallyport_failovers_total{api_key=\"key-1\",backend_profile=\"\"," + spare)
                .contains("sallyport_attempts_total{" + labels("code=\"ok\",", "") + "} 1.0")
                .doesNotContain("sallyport_calls_total{" + labels("code=\"upstream_timeout\",", ""));
    }

    @Test
    @Tag("N09")
    void keepsTheNumberOfSeriesWhateverClientsAskFor() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        for (int name = 0; name < 1_000; name++) {
            sink.take(MeteredCalls.refused("invented-" + name));
            sink.take(MeteredCalls.with(MeteredCalls.answered(), "alias-" + name));
        }

        assertThat(text())
                .contains("model=\"other\",openai_backend=\"\",result=\"failure\",user=\"\"} 1000.0")
                .doesNotContain("invented-");
        assertThat(meters.read())
                .allSatisfy(reading -> assertThat(reading.series()).hasSizeLessThan(4 * 22));
    }

    @Test
    @Tag("C38")
    void hidesUsersAndKeysWhenAskedTo() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.HIDDEN);

        sink.take(MeteredCalls.answered());

        assertThat(text()).doesNotContain("key-1", "ann").contains("api_key=\"\"", "user=\"\"");
    }

    @Test
    @Tag("OB6")
    void notesWhoWasActive() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.HIDDEN);

        sink.take(MeteredCalls.answered());
        sink.take(MeteredCalls.answered());
        sink.take(MeteredCalls.refused("gpt"));

        assertThat(active.drain()).containsExactly(new Sighting(Surface.GATEWAY, "ann"));
    }

    @Test
    @Tag("OB20")
    void countsThePersonBehindAProgram() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        sink.take(MeteredCalls.behind("berta"));

        assertThat(text())
                .contains("sallyport_end_user_calls_total{end_user=\"berta\",model=\"gpt\",result=\"success\"} 1.0")
                .contains("sallyport_end_user_tokens_total{end_user=\"berta\",model=\"gpt\",type=\"prompt\"} 100.0");
        assertThat(active.drain())
                .containsExactly(new Sighting(Surface.GATEWAY, "ann"), new Sighting(Surface.OPEN_WEBUI, "berta"));
    }

    @Test
    @Tag("OB20")
    @Tag("C38")
    void namesNobodyBehindAProgramWhenAskedNotTo() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.HIDDEN);

        sink.take(MeteredCalls.behind("berta"));

        assertThat(text()).doesNotContain("berta");
        assertThat(active.drain()).contains(new Sighting(Surface.OPEN_WEBUI, "berta"));
    }

    @Test
    @Tag("OB4")
    void saysWhichBackendProfileTheKeyHas() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        sink.take(MeteredCalls.of(new BackendProfileId("profile-1")));

        assertThat(text()).contains("sallyport_calls_total{api_key=\"key-1\",backend_profile=\"profile-1\"");
    }

    @Test
    void countsAStatusOfTheUpstreamThatIsPassedOnAsAFailure() {
        MetricsSink sink = new MetricsSink(meters, active, Identities.SHOWN);

        sink.take(MeteredCalls.with(MeteredCalls.answered(), new Outcome(400, "")));

        assertThat(text())
                .contains("code=\"upstream_status\",model=\"gpt\",openai_backend=\"main\",result=\"failure\"");
    }

    private static String labels(String code, String afterBackend) {
        return "api_key=\"key-1\",backend_profile=\"\"," + code + "model=\"gpt\",openai_backend=\"main\"" + afterBackend
                + ",user=\"ann\"";
    }

    private String text() {
        return new Exposition(machine).text(meters.read()).text();
    }
}
