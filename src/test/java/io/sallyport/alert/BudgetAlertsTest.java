package io.sallyport.alert;

import static io.sallyport.alert.AlertHouse.budget;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.alert.Standing.State;
import io.sallyport.alert.Standing.Window;
import io.sallyport.json.Json;
import io.sallyport.mail.MailAddress;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("LI15")
@Tag("LI16")
final class BudgetAlertsTest {
    private static final Window ROLLING = new Window(Optional.empty(), Optional.empty());
    private static final Window NEXT_WEEK =
            new Window(Optional.of(AlertHouse.NEXT_MONDAY), Optional.of(Instant.parse("2026-03-16T00:00:00Z")));

    private static final Instant THURSDAY = Instant.parse("2026-03-05T00:00:00Z");

    private final AlertHouse house = new AlertHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    @Tag("LI14")
    void saysNothingBelowTheThreshold() {
        house.round(budget("119.999999999999"));
        house.round(budget("120"));

        assertThat(house.mailCount()).isEqualTo(1);
        assertThat(house.hookCount()).isEqualTo(1);
    }

    @Test
    void repeatsNothingWithinTheCooldownButAWorseLevel() throws MessagingException {
        house.round(budget("120"));
        house.clock.move(Duration.ofMinutes(89));
        house.round(budget("130"));
        house.round(budget("150"));
        house.round(budget("151"));

        assertThat(house.mails.getReceivedMessages()[0].getSubject()).isEqualTo("Limit Demo weekly is used by 80 %");
        assertThat(house.mails.getReceivedMessages()[1].getSubject()).isEqualTo("Limit Demo weekly is used up");
        assertThat(house.mailCount()).isEqualTo(2);
        assertThat(house.hookCount()).isEqualTo(2);
    }

    @Test
    void repeatsAfterTheCooldownWhatWasUsedFurther() {
        house.round(budget("120"));
        house.clock.move(Duration.ofMinutes(90));
        house.round(budget("120"));
        int withoutUse = house.mailCount();
        house.round(budget("121"));

        assertThat(withoutUse).isEqualTo(1);
        assertThat(house.mailCount()).isEqualTo(2);
    }

    @Test
    void callsALimitUsedUpWhoseRestIsTooSmallForTheCallsThatCome() {
        house.round(budget("148", State.REFUSING, ROLLING, AlertHouse.USUAL));
        house.round(budget("75", State.REFUSING, NEXT_WEEK, AlertHouse.USUAL));

        assertThat(house.mailCount()).isEqualTo(1);
        assertThat(house.newest().alert().level()).isEqualTo(AlertLevel.EXCEEDED);
    }

    @Test
    void startsAnewWithEveryWindow() {
        house.round(budget("150"));
        house.clock.move(Duration.ofMinutes(1));
        house.round(budget("121", NEXT_WEEK, AlertHouse.USUAL));

        assertThat(house.mailCount()).isEqualTo(2);
        assertThat(house.newest().alert().level()).isEqualTo(AlertLevel.WARNING);
    }

    @Test
    void knowsNoNewWindowWhereOneRolls() {
        house.round(budget("121", ROLLING, AlertHouse.USUAL));
        house.clock.move(Duration.ofMinutes(1));
        house.round(budget("122", ROLLING, AlertHouse.USUAL));

        assertThat(house.mailCount()).isEqualTo(1);
    }

    @Test
    void followsTheWishesOfALimit() throws MessagingException {
        AlertWishes wishes = new AlertWishes(
                500, Optional.of(Duration.ZERO), List.of(new MailAddress("boss@example.com")), List.of());
        Standing half = budget("75", new Window(Optional.of(AlertHouse.MONDAY), Optional.empty()), wishes);

        house.round(half);
        house.round(budget("76", half.window(), wishes));

        assertThat(house.mailCount()).isEqualTo(2);
        assertThat(house.mails.getReceivedMessages()[0].getRecipients(RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("boss@example.com");
    }

    @Test
    void tellsOnceHoweverManyInstancesNotice() {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> instances = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                    awaitUninterrupted(start);
                    house.round(budget("150"));
                }))
                .toList();

        start.countDown();
        instances.forEach(BudgetAlertsTest::join);

        assertThat(house.mailCount()).isEqualTo(1);
        assertThat(house.hookCount()).isEqualTo(1);
    }

    @Test
    void tellsOnceInAWindowThatALimitWillNotLast() throws MessagingException {
        house.round(AlertHouse.budgetUntil("15", THURSDAY));
        int soon = house.mailCount();
        house.clock.move(Duration.ofHours(12));
        house.round(AlertHouse.budgetUntil("30", THURSDAY));
        house.clock.move(Duration.ofHours(12));
        house.round(AlertHouse.budgetUntil("45", THURSDAY));

        Json body = Json.parse(house.receiver.requests().getLast().text());
        assertThat(soon).isZero();
        assertThat(house.mailCount()).isEqualTo(1);
        assertThat(house.mails.getReceivedMessages()[0].getSubject())
                .isEqualTo("Limit Demo weekly will be used up before its window ends");
        assertThat(body.get("type").text()).isEqualTo("forecast");
        assertThat(body.get("level").text()).isEqualTo("warning");
        assertThat(body.get("runs_out_at").text()).isEqualTo("2026-03-05T00:00:00Z");
    }

    @Test
    void warnsOfALimitThatFillsUpAfterItWasForetold() {
        house.clock.move(Duration.ofHours(12));

        house.round(AlertHouse.budgetUntil("30", THURSDAY));
        house.round(AlertHouse.budgetUntil("120", THURSDAY));
        house.clock.move(Duration.ofMinutes(1));
        house.round(AlertHouse.budgetUntil("150", THURSDAY));

        assertThat(house.mailCount()).isEqualTo(3);
        assertThat(house.newest().alert().level()).isEqualTo(AlertLevel.EXCEEDED);
    }

    @Test
    @Tag("LI17")
    void postsWhatReceiversOfTheOlderGatewayKnow() {
        house.round(budget("150.005"));

        Json body = Json.parse(house.receiver.requests().getFirst().text());
        assertThat(body.get("tenant_id").text()).isEqualTo("demo");
        assertThat(body.get("level").text()).isEqualTo("exceeded");
        assertThat(body.get("limit_cents").asLong()).isEqualTo(15_000);
        assertThat(body.get("total_cost_cents").asLong()).isEqualTo(15_000);
        assertThat(body.get("amount").text()).isEqualTo("150");
        assertThat(body.get("used").text()).isEqualTo("150.005");
        assertThat(body.get("warning").bool()).isFalse();
        assertThat(body.get("exceeded").bool()).isTrue();
        assertThat(body.get("api_key_prefix").text()).isEqualTo("sk-demo");
        assertThat(body.get("model_alias").text()).isEqualTo("chat");
        assertThat(body.get("window_start").text()).isEqualTo("2026-03-02T00:00:00Z");
        assertThat(body.get("resets_at").text()).isEqualTo("2026-03-09T00:00:00Z");
        assertThat(body.get("timestamp").text()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(body.get("id").text()).isEqualTo(house.newest().alert().id().toString());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
