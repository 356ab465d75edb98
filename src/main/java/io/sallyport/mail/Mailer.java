package io.sallyport.mail;

import io.sallyport.mail.SmtpSettings.Login;
import io.sallyport.mail.SmtpSettings.Tls;
import io.sallyport.mail.SmtpSettings.Trust;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/// Hands messages to a mail server, each over a connection of its own.
///
/// Errors: MailFailure when the server did not take the message.
/// Threads: safe; blocks, so no event loop may call it.
/// Source: RFC 5321, 8314; package documentation of org.eclipse.angus.mail.smtp, seen 2026-11-21.
public final class Mailer {
    /// Longest silence of the server once connected.
    private static final String SILENCE_MILLIS = "10000";

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final SmtpSettings settings;
    private final Clock clock;

    public Mailer(SmtpSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    public void send(Mail mail) {
        Session session = Session.getInstance(properties());
        try {
            MimeMessage message = message(session, mail);
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect(
                        settings.host(),
                        settings.port(),
                        settings.login().map(Login::username).orElse(null),
                        settings.login().map(login -> login.password().reveal()).orElse(null));
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw new MailFailure(words(e));
        }
    }

    private Properties properties() {
        Tls tls = settings.security().tls();
        Properties properties = new Properties();
        put(properties, "auth", settings.login().isPresent());
        put(properties, "ssl.enable", tls == Tls.IMPLICIT);
        put(properties, "starttls.enable", tls == Tls.STARTTLS);
        put(properties, "starttls.required", tls == Tls.STARTTLS);
        put(properties, "ssl.checkserveridentity", settings.security().trust() == Trust.VERIFY);
        if (settings.security().trust() == Trust.ANY_CERTIFICATE) {
            properties.put("mail.smtp.ssl.trust", "*");
        }
        properties.put(
                "mail.smtp.connectiontimeout",
                String.valueOf(settings.connectTimeout().toMillis()));
        properties.put("mail.smtp.timeout", SILENCE_MILLIS);
        properties.put("mail.smtp.writetimeout", SILENCE_MILLIS);
        return properties;
    }

    private static void put(Properties properties, String name, boolean value) {
        properties.put("mail.smtp." + name, String.valueOf(value));
    }

    private MimeMessage message(Session session, Mail mail) throws MessagingException {
        MimeMessage message = new Named(session, "<" + mail.id() + "@" + domain() + ">");
        message.setFrom(new InternetAddress(settings.from().value(), true));
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.to().value(), true));
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(Date.from(clock.instant()));
        // RFC 3834: nobody's absence note shall answer.
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.text(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(mail.html(), UTF_8, "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }

    private String domain() {
        String from = settings.from().value();
        return from.substring(from.lastIndexOf('@') + 1);
    }

    /// Server answers may quote addresses of networks and names of programs, so only their number is told.
    private static String words(MessagingException failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            switch (cause) {
                case AuthenticationFailedException _ -> {
                    return "the mail server refused the login";
                }
                case MailConnectException _ -> {
                    return "the mail server cannot be reached";
                }
                case SSLException _ -> {
                    return "the TLS handshake with the mail server failed";
                }
                case SMTPAddressFailedException refused -> {
                    return "the mail server refused the recipient with " + refused.getReturnCode();
                }
                case SMTPSendFailedException refused -> {
                    return "the mail server refused the message with " + refused.getReturnCode();
                }
                default -> {}
            }
        }
        return String.valueOf(failure.getMessage()).startsWith("STARTTLS")
                ? "the mail server offers no STARTTLS"
                : "the mail server did not take the message";
    }

    /// What is attached to a failure says more than the failure.
    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof MessagingException messaging && messaging.getNextException() != null
                ? messaging.getNextException()
                : failure.getCause();
    }

    /// A message that keeps the id it was given.
    private static final class Named extends MimeMessage {
        private final String id;

        Named(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
