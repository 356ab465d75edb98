package io.sallyport.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sallyport.lang.Secret;
import io.sallyport.mail.SmtpSettings.Login;
import io.sallyport.mail.SmtpSettings.Security;
import io.sallyport.mail.SmtpSettings.Tls;
import io.sallyport.mail.SmtpSettings.Trust;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.StartTls;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("LI17")
final class MailerTest {
    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "mail-password-canary-4711";
    private static final MailAddress OPS = new MailAddress("ops@example.com");
    private static final Mail MAIL = new Mail("id-1", OPS, "Größer als 80 %", "Text für alle\n", "<p>Für alle</p>");

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP), new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTPS)
    });

    @BeforeEach
    void start() {
        server.start();
        server.setUser("gateway@example.com", "gateway", PASSWORD);
        server.setUser("ops@example.com", "ops", "unused");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Mailer mailer(int port, Tls tls, Trust trust, String password) {
        return new Mailer(
                new SmtpSettings(
                        HOST,
                        port,
                        Optional.of(new Login("gateway", Secret.of(password))),
                        new MailAddress("gateway@example.com"),
                        new Security(tls, trust),
                        Duration.ofSeconds(30)),
                HandClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void sendsTextAndHtmlOverTlsAfterALogin() throws MessagingException, IOException {
        mailer(server.getSmtps().getPort(), Tls.IMPLICIT, Trust.ANY_CERTIFICATE, PASSWORD)
                .send(MAIL);

        MimeMessage received = server.getReceivedMessages()[0];
        MimeMultipart parts = (MimeMultipart) received.getContent();
        assertThat(received.getSubject()).isEqualTo("Größer als 80 %");
        assertThat(received.getMessageID()).isEqualTo("<id-1@example.com>");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received.getSentDate()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(parts.getBodyPart(0).getContent().toString().strip()).isEqualTo("Text für alle");
        assertThat(parts.getBodyPart(1).getContentType()).contains("text/html");
    }

    @Test
    void switchesToTlsBeforeItLogsIn(@TempDir Path folder) throws IOException {
        try (StartTls door = StartTls.before(server.getSmtp().getPort(), folder)) {
            mailer(door.port(), Tls.STARTTLS, Trust.ANY_CERTIFICATE, PASSWORD).send(MAIL);

            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(door.plain()).containsExactly("EHLO", "STARTTLS");
        }
    }

    @Test
    void saysNothingSecretToAServerWithoutStartTls() {
        Mailer mailer = mailer(server.getSmtp().getPort(), Tls.STARTTLS, Trust.ANY_CERTIFICATE, PASSWORD);

        assertThatThrownBy(() -> mailer.send(MAIL)).hasMessage("the mail server offers no STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void refusesACertificateThatNobodySigned() {
        Mailer mailer = mailer(server.getSmtps().getPort(), Tls.IMPLICIT, Trust.VERIFY, PASSWORD);

        assertThatThrownBy(() -> mailer.send(MAIL)).hasMessage("the TLS handshake with the mail server failed");
    }

    @Test
    void tellsARefusedLoginWithoutThePassword() {
        Mailer mailer = mailer(server.getSmtp().getPort(), Tls.NONE, Trust.VERIFY, "wrong-" + PASSWORD);

        assertThatThrownBy(() -> mailer.send(MAIL))
                .isInstanceOf(MailFailure.class)
                .hasMessage("the mail server refused the login");
    }

    @Test
    void tellsThatNobodyListens() {
        int port = server.getSmtp().getPort();
        server.stop();

        assertThatThrownBy(() -> mailer(port, Tls.NONE, Trust.VERIFY, PASSWORD).send(MAIL))
                .hasMessage("the mail server cannot be reached");
    }

    @Test
    void letsNoSubjectBecomeAHeader() throws MessagingException {
        Mail hostile = new Mail("id-2", OPS, "Budget\r\nBcc: boss@example.com\r\n\r\nbody", "text", "<p>html</p>");

        mailer(server.getSmtp().getPort(), Tls.NONE, Trust.VERIFY, PASSWORD).send(hostile);

        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getSubject()).isEqualTo("Budget Bcc: boss@example.com body");
    }
}
