package io.sallyport.app.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The files settings come from, and whether they changed.
///
/// What is in them decides, not their time: a mounted secret is exchanged by moving a symbolic link.
final class SettingsFiles {
    private final List<Path> own;

    SettingsFiles(SettingsReader.Source source) {
        List<Path> paths = new ArrayList<>();
        source.file().ifPresent(file -> {
            paths.add(file);
            paths.add(file.toAbsolutePath().resolveSibling(".env"));
        });
        this.own = List.copyOf(paths);
    }

    /// Stands for the content of the files; equal only when all of it is.
    ///
    /// @param further files that the settings name, such as mounted secrets
    String fingerprint(Set<Path> further) {
        MessageDigest digest = sha256();
        own.forEach(file -> add(digest, file));
        further.stream().sorted().forEach(file -> add(digest, file));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Path file) {
        digest.update((byte) 0);
        try {
            digest.update(sha256().digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            // Absent and unreadable are contents too: they differ from any other.
            digest.update((byte) 1);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
