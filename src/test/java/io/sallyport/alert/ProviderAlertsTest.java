package io.sallyport.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.alert.BackendCount.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("LI33")
final class ProviderAlertsTest {
    private static final List<Long> BOUNDS = List.of(1_000_000L, 2_000_000L, 4_000_000L);
    private static final ProviderAlertSettings ASKED =
            new ProviderAlertSettings(Optional.of(250), Optional.of(Duration.ofSeconds(3)), Duration.ofMinutes(5), 20);

    private final AlertHouse house = new AlertHouse();
    private BackendCount count = BackendCount.none("one");
    private final ProviderAlerts providers =
            new ProviderAlerts(house.alerts, () -> List.of(count), () -> settings(), house.clock);

    @AfterEach
    void close() {
        house.close();
    }

    private AlertSettings settings() {
        AlertSettings usual = house.settings();
        return new AlertSettings(
                true,
                usual.checkInterval(),
                usual.usual(),
                3,
                usual.smtp(),
                usual.webhook(),
                ASKED,
                Optional.empty(),
                SummaryRhythm.NEVER);
    }

    private void checkAfter(Duration time, long attempts, long failed, List<Long> calls) {
        house.clock.move(time);
        count = count.plus(new BackendCount("one", attempts, failed, new Durations(BOUNDS, calls)));
        providers.check();
    }

    private List<RaisedAlert> raised() {
        return house.alerts.list(AlertHouse.all(), Optional.empty(), 10).alerts();
    }

    @Test
    void tellsWhenABackendFailsTooOften() {
        checkAfter(Duration.ZERO, 100, 90, List.of(100L, 0L, 0L, 0L));
        checkAfter(Duration.ofMinutes(1), 40, 9, List.of(40L, 0L, 0L, 0L));
        boolean early = raised().isEmpty();
        checkAfter(Duration.ofMinutes(1), 40, 12, List.of(40L, 0L, 0L, 0L));

        assertThat(early).isTrue();
        assertThat(raised()).hasSize(1);
        assertThat(raised().getFirst().alert().title()).isEqualTo("Backend one fails 26.2 % of its calls");
        assertThat(raised().getFirst().alert().payload().get("threshold").decimal())
                .isEqualByComparingTo("0.25");
    }

    @Test
    void tellsWhenABackendIsSlow() {
        checkAfter(Duration.ZERO, 0, 0, List.of(0L, 0L, 0L, 0L));
        checkAfter(Duration.ofMinutes(1), 100, 0, List.of(80L, 10L, 10L, 0L));

        assertThat(raised()).isEmpty();
        checkAfter(Duration.ofMinutes(1), 100, 0, List.of(80L, 0L, 20L, 0L));
        assertThat(raised().getFirst().alert().title())
                .isEqualTo("Backend one is slow: 95 of 100 calls take up to 3333 ms");
    }

    @Test
    void concludesNothingFromAFewCalls() {
        checkAfter(Duration.ZERO, 0, 0, List.of(0L, 0L, 0L, 0L));
        checkAfter(Duration.ofMinutes(1), 19, 19, List.of(0L, 0L, 0L, 19L));

        assertThat(raised()).isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        checkAfter(Duration.ZERO, 0, 0, List.of(0L, 0L, 0L, 0L));
        checkAfter(Duration.ofSeconds(1), 19, 19, List.of(0L, 0L, 0L, 19L));
        for (int minute = 0; minute < 6; minute++) {
            checkAfter(Duration.ofMinutes(1), 0, 0, List.of(0L, 0L, 0L, 0L));
        }
        checkAfter(Duration.ofMinutes(1), 19, 0, List.of(19L, 0L, 0L, 0L));

        assertThat(raised()).isEmpty();
    }

    @Test
    void repeatsOnlyAfterTheCooldown() {
        checkAfter(Duration.ZERO, 0, 0, List.of());
        checkAfter(Duration.ofMinutes(1), 100, 100, List.of());
        checkAfter(Duration.ofMinutes(1), 100, 100, List.of());
        checkAfter(Duration.ofMinutes(90), 100, 100, List.of());

        assertThat(raised()).hasSize(2);
    }
}
