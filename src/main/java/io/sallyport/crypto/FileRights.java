package io.sallyport.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// Who may read a file in which a secret stands.
public final class FileRights {
    private FileRights() {}

    /// Whether everybody on this machine may; no where the file system knows no such rights.
    ///
    /// Errors: IOException when the file is not there.
    public static boolean isReadByEverybody(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }
}
