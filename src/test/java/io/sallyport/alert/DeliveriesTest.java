package io.sallyport.alert;

import static io.sallyport.alert.AlertHouse.budget;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.mail.MailAddress;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream.Received;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("LI16")
@Tag("LI17")
final class DeliveriesTest {
    private final AlertHouse house = new AlertHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void triesAFailingWebhookAgainAndKeepsEveryAttempt() {
        house.receiver.next(Script.json(500, "{}"), Script.json(503, "{}"));

        house.round(budget("150"));
        house.round();
        house.clock.move(Duration.ofSeconds(5));
        house.round();
        house.clock.move(Duration.ofSeconds(30));
        house.round();
        house.clock.move(Duration.ofHours(1));
        house.round();

        assertThat(webhooks(house.newest()))
                .extracting(AlertAttempt::attempt, AlertAttempt::error)
                .containsExactly(
                        tuple(1, Optional.of("the receiver answered with status 500")),
                        tuple(2, Optional.of("the receiver answered with status 503")),
                        tuple(3, Optional.empty()));
        assertThat(house.receiver.requests())
                .extracting(request -> request.header("webhook-id"))
                .hasSize(3)
                .containsOnly(house.receiver.requests().getFirst().header("webhook-id"));
        assertThat(house.mailCount()).isEqualTo(1);
        assertThat(house.newest().pending()).isEmpty();
    }

    @Test
    void givesUpAfterThreeFurtherAttempts() {
        house.receiver.always(Script.json(500, "{}"));

        house.round(budget("150"));
        for (int further = 0; further < 5; further++) {
            house.clock.move(Duration.ofMinutes(5));
            house.round();
        }

        assertThat(house.hookCount()).isEqualTo(4);
        assertThat(house.newest().pending()).isEmpty();
    }

    @Test
    void keepsAFailedMailAndSendsItWhenTheServerIsBack() {
        house.mails.stop();
        house.round(budget("150"));
        RaisedAlert waiting = house.newest();
        house.restartMails();
        house.clock.move(Duration.ofSeconds(5));
        house.round();

        assertThat(mails(waiting).getFirst().error()).contains("the mail server cannot be reached");
        assertThat(waiting.pending()).extracting(RaisedAlert.Pending::way).containsExactly(Way.EMAIL);
        assertThat(mails(house.newest()).getLast().isSuccess()).isTrue();
        assertThat(house.mailCount()).isEqualTo(1);
        assertThat(house.hookCount()).isEqualTo(1);
    }

    @Test
    void signsSoThatAReceiverCanTell() throws GeneralSecurityException {
        house.round(budget("150"));

        Received request = house.receiver.requests().getFirst();
        String signed = request.header("webhook-id").orElseThrow() + "."
                + request.header("webhook-timestamp").orElseThrow() + "." + request.text();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                Base64.getDecoder().decode(AlertHouse.SECRET.reveal().substring("whsec_".length())), "HmacSHA256"));
        String expected =
                "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        assertThat(request.header("webhook-signature")).contains(expected);
        assertThat(request.header("webhook-timestamp"))
                .contains(String.valueOf(house.clock.instant().getEpochSecond()));
    }

    @Test
    void followsNoRedirect() {
        house.receiver.always(Script.begin()
                .send("HTTP/1.1 307 Away\r\nlocation: " + house.receiver.url()
                        + "/other\r\ncontent-length: 0\r\n\r\n"));

        house.round(budget("150"));

        assertThat(house.hookCount()).isEqualTo(1);
        assertThat(webhooks(house.newest()).getFirst().error()).contains("the receiver answered with status 307");
    }

    @Test
    @Tag("M09")
    void connectsToNoAddressInside() {
        List<AlertAttempt> attempts = test(
                List.of(),
                List.of(
                        URI.create("http://127.0.0.2:" + house.receiver.port() + "/"),
                        URI.create("http://10.0.0.1/"),
                        URI.create("http://169.254.169.254/latest/meta-data/")));

        assertThat(attempts).noneMatch(AlertAttempt::isSuccess);
        assertThat(attempts.getLast().error())
                .hasValueSatisfying(why -> assertThat(why).contains("not public"));
    }

    @Test
    void takesOverWhatADeadSenderHadTaken() {
        new BudgetAlerts(house.alerts, () -> List.of(budget("150")), house::settings, house.clock).check();
        List<Delivery> taken = house.alerts.take(house.clock.instant());

        house.deliveries().sendDue();
        int whileItMayLive = house.hookCount();
        house.clock.move(Alerts.TAKEOVER);
        house.deliveries().sendDue();

        assertThat(taken).hasSize(2);
        assertThat(whileItMayLive).isZero();
        assertThat(house.hookCount()).isEqualTo(1);
        assertThat(house.mailCount()).isEqualTo(1);
    }

    @Test
    void saysOfATestWhatHappened() {
        List<AlertAttempt> attempts = test(
                List.of(new MailAddress("ops@example.com")), List.of(house.hook(), URI.create("http://127.0.0.1:9/")));

        assertThat(attempts)
                .extracting(AlertAttempt::error)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("the receiver cannot be reached"));
        assertThat(house.newest().attempts()).hasSize(3);
        assertThat(house.newest().pending()).isEmpty();
    }

    @Test
    void changesAndForgetsNoAttempt() {
        house.round(budget("150"));

        assertThatThrownBy(() -> house.database().execute("delete from alert_event"))
                .hasRootCauseMessage("ERROR: alert events are neither changed nor deleted\n"
                        + "  Where: PL/pgSQL function alert_event_stays() line 3 at RAISE");
    }

    private List<AlertAttempt> test(List<MailAddress> emails, List<URI> webhooks) {
        return new TestAlerts(house.alerts, house.deliveries(), house.clock).send("root", emails, webhooks);
    }

    private static List<AlertAttempt> webhooks(RaisedAlert raised) {
        return raised.attempts().stream()
                .filter(attempt -> attempt.way() == Way.WEBHOOK)
                .toList();
    }

    private static List<AlertAttempt> mails(RaisedAlert raised) {
        return raised.attempts().stream()
                .filter(attempt -> attempt.way() == Way.EMAIL)
                .toList();
    }
}
