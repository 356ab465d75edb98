package io.sallyport.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The PostgreSQL programs of this platform, unpacked from the archive on the class path.
///
/// @param home folder that holds `bin`, `lib` and `share`
record Programs(Path home) {
    private static final int OWNER_EXECUTES = 0100;

    /// Unpacks once per archive; later calls only look.
    static Programs unpacked(Path folder) {
        String archive = archiveName();
        URL url = Programs.class.getClassLoader().getResource(archive);
        if (url == null) {
            throw new EmbeddedPostgresException("There is no embedded PostgreSQL for this platform (" + archive
                    + "). Give a server of your own in database.url.");
        }
        try {
            URLConnection connection = url.openConnection();
            Path home = folder.resolve(fingerprint(connection));
            if (!Files.isDirectory(home)) {
                unpack(connection, home);
            }
            return new Programs(home);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The PostgreSQL programs cannot be unpacked into " + folder + ": " + e.getMessage(), e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + ".txz";
    }

    /// A name that changes with the archive, without reading its 15 MB at each start.
    private static String fingerprint(URLConnection connection) throws IOException {
        return connection instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : connection.getContentLengthLong() + "-" + connection.getLastModified();
    }

    /// Unpacks beside the final place and renames, so that a half-written folder is never taken for a whole one.
    private static void unpack(URLConnection connection, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path draft = Files.createTempDirectory(home.getParent(), "unpacking");
        try (InputStream raw = connection.getInputStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, draft);
            }
        }
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (Files.isDirectory(home)) {
            Folders.delete(draft);
            return;
        }
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("archive entry leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean runs = (entry.getMode() & OWNER_EXECUTES) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
