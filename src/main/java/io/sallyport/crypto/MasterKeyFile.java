package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// The file that keeps the master keys of an installation which was given none: `master-key` in the data folder.
///
/// Readable by its owner only; one key per line, the newest first. Whoever loses it loses every stored credential.
public final class MasterKeyFile {
    private static final String NAME = "master-key";

    private MasterKeyFile() {}

    /// Reads the keys, or makes the first one.
    ///
    /// Errors: IOException when the folder cannot be read or written.
    public static MasterKeys openOrCreate(Path dataFolder, SecureRandom random) throws IOException {
        return MasterKeys.parse(Secret.of(SecretFile.readOrCreate(dataFolder.resolve(NAME), () -> key(random))));
    }

    private static String key(SecureRandom random) {
        byte[] key = new byte[MasterKeys.BYTES];
        random.nextBytes(key);
        return "1:" + Base64.getEncoder().encodeToString(key);
    }
}
