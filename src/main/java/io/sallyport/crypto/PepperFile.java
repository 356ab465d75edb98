package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// The file that keeps the peppers of an installation which was given none: `key-pepper` in the data folder.
///
/// Readable by its owner only; one pepper per line, the newest first. Whoever loses it loses every issued key.
public final class PepperFile {
    private static final String NAME = "key-pepper";
    private static final int PEPPER_BYTES = 32;

    private PepperFile() {}

    /// Reads the peppers, or makes the first one.
    ///
    /// Errors: IOException when the folder cannot be read or written.
    public static Peppers openOrCreate(Path dataFolder, SecureRandom random) throws IOException {
        return Peppers.parse(Secret.of(SecretFile.readOrCreate(dataFolder.resolve(NAME), () -> pepper(random))));
    }

    private static String pepper(SecureRandom random) {
        byte[] pepper = new byte[PEPPER_BYTES];
        random.nextBytes(pepper);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(pepper);
    }
}
