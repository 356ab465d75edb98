package io.sallyport.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.json.Json;
import io.sallyport.usage.UsageSummary;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("US14")
final class SpendSummariesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final AlertHouse house = new AlertHouse();

    @AfterEach
    void close() {
        house.close();
    }

    /// Sunday 23:30 and Monday 00:30 in Berlin; the next Monday is 2026-03-09.
    @BeforeEach
    void spends() {
        spend("2026-03-01T22:30:00Z", "early", "1000000000000");
        spend("2026-03-01T23:30:00Z", "chat", "2500000000000");
        spend("2026-03-05T12:00:00Z", "embed", "500000000000");
        spend("2026-03-08T23:30:00Z", "late", "7000000000000");
    }

    private void spend(String slot, String model, String picoDollars) {
        house.database()
                .execute("insert into usage_sum select '" + slot + "', 'demo', '', '', '', '', '', 'chat', '" + model
                        + "', 'one', '', 'm', 2, 3, 1, 10, 0, 0, 20, 0, 0, 0, " + picoDollars + ", 0, 0, 0, 0, 0");
    }

    private void round() {
        new SpendSummaries(
                        house.alerts,
                        new UsageSummary(house.database().database()),
                        house::settings,
                        () -> BERLIN,
                        house.clock)
                .check();
        house.deliveries().sendDue();
    }

    @Test
    void tellsOfEachWeekOnceItIsOver() throws MessagingException {
        round();
        house.clock.move(Duration.ofDays(6).plusHours(11).plusMinutes(4));
        round();
        int before = house.mailCount();
        house.clock.move(Duration.ofMinutes(1));
        round();
        house.clock.move(Duration.ofHours(5));
        round();

        assertThat(before).isEqualTo(1);
        assertThat(house.mailCount()).isEqualTo(2);
        assertThat(house.mails.getReceivedMessages()[1].getSubject())
                .isEqualTo("Spent from 2026-03-02 to 2026-03-08: 3 USD");
    }

    @Test
    void namesTheDearestModelsAndTenants() {
        house.clock.move(Duration.ofDays(7));
        round();

        Json payload = house.newest().alert().payload();
        assertThat(house.newest().alert().topic().kind()).isEqualTo(Kind.SUMMARY);
        assertThat(payload.path("total.cost_usd").text()).isEqualTo("3");
        assertThat(payload.path("total.calls").asLong()).isEqualTo(6);
        assertThat(payload.path("models.0.name").text()).isEqualTo("chat");
        assertThat(payload.path("models.1.cost_usd").text()).isEqualTo("0.5");
        assertThat(payload.get("models").size()).isEqualTo(2);
        assertThat(payload.path("tenants.0.name").text()).isEqualTo("demo");
        assertThat(house.newest().alert().facts()).containsEntry("Tokens", "20 read, 40 written");
    }
}
