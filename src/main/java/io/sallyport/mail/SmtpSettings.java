package io.sallyport.mail;

import io.sallyport.lang.Secret;
import java.time.Duration;
import java.util.Optional;

/// The mail server that takes our messages.
///
/// @param login none for a server that knows us by our address
/// @param connectTimeout time for the TCP connection
public record SmtpSettings(
        String host, int port, Optional<Login> login, MailAddress from, Security security, Duration connectTimeout) {
    /// The port for submission with STARTTLS.
    public static final int USUAL_PORT = 587;

    public static final Duration USUAL_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Who we are to the server.
    public record Login(String username, Secret password) {}

    /// How the connection is secured.
    ///
    /// @param trust how the server's certificate is checked
    public record Security(Tls tls, Trust trust) {}

    /// When TLS begins.
    public enum Tls {
        /// After the greeting, and without it nothing is sent.
        STARTTLS,
        /// With the first byte, usually on port 465.
        IMPLICIT,
        /// Never; for a server on this machine.
        NONE
    }

    /// How a server's certificate is checked.
    public enum Trust {
        VERIFY,
        /// No check at all.
        ANY_CERTIFICATE
    }
}
