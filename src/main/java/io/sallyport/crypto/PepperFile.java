package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
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
        Path file = dataFolder.resolve(NAME);
        if (!Files.exists(file)) {
            create(file, random);
        }
        return Peppers.parse(Secret.of(Files.readString(file)));
    }

    /// Writes a neighbour first and renames it, so that a crash leaves the whole file or none.
    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] pepper = new byte[PEPPER_BYTES];
        random.nextBytes(pepper);
        Path next = Files.createTempFile(file.getParent(), NAME, ".next", ownerOnly());
        Files.writeString(next, Base64.getUrlEncoder().withoutPadding().encodeToString(pepper) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
