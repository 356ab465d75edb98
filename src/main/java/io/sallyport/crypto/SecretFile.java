package io.sallyport.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/// A file in the data folder that holds a secret of this installation and that only its owner can read.
final class SecretFile {
    private SecretFile() {}

    /// Its text; it is made with the first text when it does not exist.
    ///
    /// Errors: IOException when the folder cannot be read or written; IllegalStateException when others than
    /// the owner's group may read the file.
    static String readOrCreate(Path file, Supplier<String> first) throws IOException {
        if (!Files.exists(file)) {
            create(file, first.get());
        }
        if (FileRights.isReadByEverybody(file)) {
            throw new IllegalStateException("everybody on this machine can read " + file + "; run: chmod 600 " + file);
        }
        return Files.readString(file);
    }

    /// Writes a neighbour first and renames it, so that a crash leaves the whole file or none.
    private static void create(Path file, String text) throws IOException {
        Path next = Files.createTempFile(
                file.getParent(), String.valueOf(file.getFileName()), ".next", OwnerOnly.attributes());
        Files.writeString(next, text + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
