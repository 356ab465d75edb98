package io.sallyport.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/// One plain e-mail address such as `ops@example.com`, without a name before it.
///
/// Source: RFC 5321, 4.5.3.1.3 for the length.
public record MailAddress(String value) {
    private static final int LONGEST = 254;

    public MailAddress {
        if (value.length() > LONGEST || !isPlain(value)) {
            throw new IllegalArgumentException("must be an e-mail address such as ops@example.com");
        }
    }

    private static boolean isPlain(String value) {
        if (value.chars().anyMatch(c -> c <= ' ' || c == 0x7F || "<>,;()[]\\\"".indexOf(c) >= 0)) {
            return false;
        }
        try {
            new InternetAddress(value, true);
            return value.indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
