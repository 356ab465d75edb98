package io.sallyport.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.alert.Alert.Topic;
import io.sallyport.json.Json;
import io.sallyport.mail.Mail;
import io.sallyport.mail.MailAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L13")
final class AlertMailTest {

    @Test
    void showsWhatPeopleWroteAsText() {
        Mail mail = mail("<img src=x onerror=alert(1)>\"'&");

        assertThat(mail.html()).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;&quot;'&amp;");
    }

    @Test
    void readsNothingOfItAsATemplate() {
        String text = "${7*7} {{7*7}} #{7*7} <%= 7*7 %> $1 \\1";

        Mail mail = mail(text);

        assertThat(mail.text()).contains(text);
        assertThat(mail.subject()).isEqualTo(text);
        assertThat(mail.html()).contains("${7*7} {{7*7}} #{7*7}").doesNotContain("49");
    }

    @Test
    void letsNoNameBeginALineOfItsOwn() {
        Mail mail = mail("Labs\r\nBcc: everybody@example.org\nLimit: none");

        assertThat(mail.subject()).isEqualTo("Labs Bcc: everybody@example.org Limit: none");
        assertThat(mail.text().lines().filter(line -> line.startsWith("Bcc") || line.startsWith("Limit")))
                .isEmpty();
    }

    private static Mail mail(String text) {
        Alert alert = new Alert(
                new UUID(1, 2),
                Instant.parse("2026-11-21T12:00:00Z"),
                new Topic(Kind.LIMIT, "limit", "tenant", Optional.empty()),
                AlertLevel.NOTICE,
                text,
                Map.of("Name", text),
                Json.NULL);
        return AlertMail.of(alert, new MailAddress("ops@example.org"));
    }
}
