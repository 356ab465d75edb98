package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a multipart form, found once; contents are windows on the request's bytes.
record Multipart(Map<String, Part> parts) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})");
    private static final Pattern NAME = Pattern.compile("(?i)[; ]name=\"?([^\";\r\n]*)");
    private static final Pattern FILE = Pattern.compile("(?i)filename=\"?([^\";\r\n]*)");
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    /// One part.
    ///
    /// @param fileName empty for a plain field
    record Part(String fileName, Bytes content) {}

    Multipart {
        parts = Map.copyOf(parts);
    }

    /// Errors: IllegalArgumentException for a body without the parts its type promises.
    static Multipart of(String contentType, Bytes body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new IllegalArgumentException("The multipart boundary is missing.");
        }
        byte[] mark = ("--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        Map<String, Part> parts = new HashMap<>();
        int from = find(body, mark, 0);
        for (int next = find(body, mark, from + mark.length); next >= 0; next = find(body, mark, from + mark.length)) {
            addPart(body.slice(from + mark.length, next), parts);
            from = next;
        }
        return new Multipart(parts);
    }

    String field(String name) {
        return Optional.ofNullable(parts.get(name))
                .map(part -> part.content().text())
                .orElse("");
    }

    Optional<Part> file(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    private static void addPart(Bytes part, Map<String, Part> parts) {
        int blank = find(part, BLANK_LINE, 0);
        if (blank < 0 || part.length() < blank + BLANK_LINE.length + 2) {
            throw new IllegalArgumentException("A part of the form has no content.");
        }
        String head = part.slice(0, blank).text();
        Matcher name = NAME.matcher(head);
        if (!name.find()) {
            throw new IllegalArgumentException("A part of the form has no name.");
        }
        Matcher file = FILE.matcher(head);
        parts.put(
                name.group(1),
                new Part(file.find() ? file.group(1) : "", part.slice(blank + BLANK_LINE.length, part.length() - 2)));
    }

    private static int find(Bytes in, byte[] wanted, int from) {
        byte[] array = in.array();
        int last = in.to() - wanted.length;
        for (int at = in.from() + Math.max(from, 0); at <= last; at++) {
            int same = 0;
            while (same < wanted.length && array[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at - in.from();
            }
        }
        return -1;
    }
}
