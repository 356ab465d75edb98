package io.sallyport.fleet;

import io.sallyport.crypto.KeyFormat;
import io.sallyport.crypto.KeyFormat.KeyText;
import io.sallyport.lang.Secret;
import java.security.SecureRandom;
import java.util.Optional;

/// The text of a node key, `nk-<prefix>.<secret>`, or of an enrolment token, `et-<prefix>.<secret>`: an issued
/// key under another sign, so that no door for callers takes it for one of theirs.
///
/// @param prefix finds the row; may be logged
/// @param text the whole of it
record NodeSecret(Purpose purpose, String prefix, Secret text) {
    private static final String SIGN = "sk-";

    /// What it is for.
    enum Purpose {
        KEY("nk-"),
        TOKEN("et-");

        private final String sign;

        Purpose(String sign) {
            this.sign = sign;
        }
    }

    static NodeSecret generate(Purpose purpose, SecureRandom random) {
        KeyText key = KeyFormat.generate(random);
        String text = purpose.sign + key.text().reveal().substring(SIGN.length());
        return new NodeSecret(purpose, key.prefix(), Secret.of(text));
    }

    /// @return empty when it can be neither
    static Optional<NodeSecret> read(String text) {
        for (Purpose purpose : Purpose.values()) {
            if (text.startsWith(purpose.sign)) {
                return KeyFormat.read(SIGN + text.substring(purpose.sign.length()))
                        .map(key -> new NodeSecret(purpose, key.prefix(), Secret.of(text)));
            }
        }
        return Optional.empty();
    }

    /// How a key with this prefix is shown to operators.
    static String preview(Purpose purpose, String prefix) {
        return purpose.sign + prefix + ".****";
    }
}
