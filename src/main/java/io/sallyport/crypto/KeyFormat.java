package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/// The form of the keys this gateway issues: `sk-<prefix>.<secret>`.
///
/// A generated key has a public prefix of 12 characters and a secret of 49: 43 random ones (256 bits) and a checksum of
/// 6
/// over everything before it, so that a mistyped or made-up key dies before anything is looked up. A key that was given
/// to
/// us (`sk-demo.my-secret`) has another length and no checksum.
public final class KeyFormat {
    private static final String START = "sk-";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PREFIX_LENGTH = 12;

    /// 62^43 is a little more than 2^256.
    private static final int RANDOM_LENGTH = 43;

    /// 62^6 is more than 2^32, the range of the checksum.
    private static final int CHECKSUM_LENGTH = 6;

    private static final int LONGEST_PREFIX = 40;
    private static final int LONGEST = 256;

    private KeyFormat() {}

    /// A key with its public part.
    ///
    /// @param prefix finds the row; may be logged
    /// @param text the whole key as a client sends it
    public record KeyText(String prefix, Secret text) {}

    public static KeyText generate(SecureRandom random) {
        String prefix = randomText(random, PREFIX_LENGTH);
        String head = START + prefix + '.' + randomText(random, RANDOM_LENGTH);
        return new KeyText(prefix, Secret.of(head + checksum(head)));
    }

    /// Reads what a client sent.
    ///
    /// @return empty when this can never be a key of ours: another form, or a checksum that does not fit
    public static Optional<KeyText> read(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || dot + 1 == text.length() || text.length() > LONGEST || !text.startsWith(START)) {
            return Optional.empty();
        }
        String prefix = text.substring(START.length(), dot);
        if (!isPrefix(prefix) || (hasGeneratedForm(prefix, text) && !hasItsChecksum(text))) {
            return Optional.empty();
        }
        return Optional.of(new KeyText(prefix, Secret.of(text)));
    }

    /// What may be shown of a key: its public prefix, or stars when it has none.
    public static String redact(String text) {
        return read(text).map(key -> preview(key.prefix())).orElse("****");
    }

    /// How a key with this prefix is shown to operators.
    public static String preview(String prefix) {
        return START + prefix + ".****";
    }

    private static boolean hasGeneratedForm(String prefix, String text) {
        return prefix.length() == PREFIX_LENGTH
                && text.length() == START.length() + PREFIX_LENGTH + 1 + RANDOM_LENGTH + CHECKSUM_LENGTH;
    }

    private static boolean hasItsChecksum(String text) {
        int end = text.length() - CHECKSUM_LENGTH;
        return text.substring(end).equals(checksum(text.substring(0, end)));
    }

    private static boolean isPrefix(String prefix) {
        return !prefix.isEmpty()
                && prefix.length() <= LONGEST_PREFIX
                && prefix.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0 || c == '-' || c == '_');
    }

    private static String randomText(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String checksum(String head) {
        CRC32 crc = new CRC32();
        crc.update(head.getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }
}
