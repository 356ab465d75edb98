package io.sallyport.database;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ibatis.migration.MigrationReader;

/// One file of `migrations/versions/`: `NNNN_name.sql` with an up part, the line `-- //@UNDO`, and a down part.
///
/// @param checksum SHA-256 of the text with LF line ends, in hex
record MigrationScript(int version, String name, String up, String undo, String checksum) {
    /// How a line of a down part begins whose step older programs cannot work with; in the down part because
    /// the database keeps that for programs that do not have the file.
    private static final String BREAKING = "-- breaks older programs";

    private static final Pattern FILE = Pattern.compile("(\\d{4})_([a-z0-9_]+)\\.sql");

    static boolean isScript(String fileName) {
        return fileName.endsWith(".sql");
    }

    static MigrationScript read(String fileName, byte[] content) {
        Matcher file = FILE.matcher(fileName);
        if (!file.matches()) {
            throw new MigrationRefused("Migration " + fileName + " must be named like 0001_what_it_does.sql");
        }
        String text = new String(content, StandardCharsets.UTF_8).replace("\r\n", "\n");
        String undo = part(text, true);
        if (undo.isBlank()) {
            throw new MigrationRefused("Migration " + fileName + " has no down part after -- //@UNDO");
        }
        return new MigrationScript(
                Integer.parseInt(file.group(1)), file.group(2), part(text, false), undo, sha256(text));
    }

    /// Whether programs that do not know a step go on as if it had not been taken.
    static boolean letsOlderProgramsWork(String undo) {
        return undo.lines().noneMatch(line -> line.startsWith(BREAKING));
    }

    String fileName() {
        return String.format(Locale.ROOT, "%04d_%s.sql", version, name);
    }

    private static String part(String text, boolean undo) {
        StringWriter part = new StringWriter();
        try (MigrationReader reader = new MigrationReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "UTF-8", undo, new Properties())) {
            reader.transferTo(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return part.toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
