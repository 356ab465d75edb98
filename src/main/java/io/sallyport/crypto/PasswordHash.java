package io.sallyport.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One stored Argon2id hash with everything needed to compute it again.
///
/// Source: the PHC string format.
@SuppressWarnings("ArrayRecordComponent") // never compared as a record: MessageDigest.isEqual looks at the bytes
record PasswordHash(Argon2Cost cost, byte[] salt, byte[] hash) {
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /// Reads the PHC form; empty for another form or an unbearable cost.
    static Optional<PasswordHash> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Argon2Cost cost = new Argon2Cost(number(parts.group(1)), number(parts.group(2)), number(parts.group(3)));
        if (!cost.isBearable()) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getDecoder();
            return Optional.of(new PasswordHash(cost, decoder.decode(parts.group(4)), decoder.decode(parts.group(5))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + '$'
                + encoder.encodeToString(salt) + '$' + encoder.encodeToString(hash);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
