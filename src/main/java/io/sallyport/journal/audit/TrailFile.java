package io.sallyport.journal.audit;

import io.sallyport.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of records, one JSON object per line, in which no line can be changed, moved, added or left out
/// without every hash after it being wrong.
///
/// Each line begins with the SHA-256 of the hash before it and of the rest of the line; the last line says how
/// many records there are. Whoever can write a whole new file can make a new chain, so the last hash is kept
/// elsewhere: in the admin event about the file.
/// Threads: one owner.
public final class TrailFile {
    private static final Pattern LINE = Pattern.compile("\\{\"hash\":\"([0-9a-f]{64})\",(.+)}");
    private static final String START = "0".repeat(64);

    private final StringBuilder text = new StringBuilder();
    private String hash = START;
    private int records;

    /// @param of what its records are
    /// @param source where they were read
    public TrailFile(String of, Instant madeAt, String source) {
        line(Json.object()
                .put("trail", of)
                .put("made_at", madeAt.toString())
                .put("source", source)
                .toJson());
    }

    public void add(Json record) {
        records++;
        line(Json.object().put("number", records).put("record", record).toJson());
    }

    /// How many records there are.
    public int records() {
        return records;
    }

    /// Ends the file.
    public Ended end() {
        line(Json.object().put("end", records).toJson());
        return new Ended(text.toString(), hash);
    }

    /// A whole file.
    ///
    /// @param hash of its last line, which stands for all of it
    public record Ended(String text, String hash) {}

    private void line(Json members) {
        String json = members.toString();
        String rest = json.substring(1, json.length() - 1);
        hash = hash(hash, rest);
        text.append("{\"hash\":\"").append(hash).append("\",").append(rest).append("}\n");
    }

    /// What a look at a file finds.
    public sealed interface Verdict {
        /// Nothing was changed.
        record Sound(int records, String hash) implements Verdict {}

        /// @param line counted from one
        record Broken(long line, String what) implements Verdict {}
    }

    /// Checks the lines of a file.
    public static Verdict check(Iterator<String> lines) {
        String hash = START;
        long number = 0;
        // The first line is none.
        int records = -1;
        boolean isOver = false;
        while (lines.hasNext()) {
            number++;
            Matcher line = LINE.matcher(lines.next());
            if (isOver) {
                return new Verdict.Broken(number, "stands after the end");
            }
            if (!line.matches()) {
                return new Verdict.Broken(number, "is no line of such a file");
            }
            hash = hash(hash, line.group(2));
            if (!hash.equals(line.group(1))) {
                return new Verdict.Broken(number, "or the one before it was changed, moved or left out");
            }
            isOver = line.group(2).equals("\"end\":" + records);
            records += isOver ? 0 : 1;
        }
        return isOver
                ? new Verdict.Sound(records, hash)
                : new Verdict.Broken(number + 1, "is missing; the file was cut off");
    }

    private static String hash(String before, String rest) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(rest.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java machine has SHA-256", e);
        }
    }
}
