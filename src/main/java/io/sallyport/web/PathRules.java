package io.sallyport.web;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which paths we take: only those that every reader on the way reads the same.
///
/// A path is refused, never repaired: dots, doubled slashes, encoded slashes, dots, percent signs, backslashes and
/// control characters, parameters after a semicolon.
final class PathRules {
    private static final Pattern PLAIN_SEGMENT = Pattern.compile("[A-Za-z0-9._~:@!$&'()*+,=-]*");
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z][a-z0-9_]*(\\.\\.\\.)?}");
    private static final String LITERAL_MARKS = "-._~:@!$&'()*+,=/";
    /// Encoded characters that another reader might decode before it splits the path.
    private static final String FORBIDDEN_DECODED = "./\\%;?#";

    private PathRules() {}

    /// The segments of a requested path, still encoded.
    ///
    /// Errors: RefusedException BadRequest for a path that could mean something else elsewhere.
    static String[] segments(String path) {
        if (path.isEmpty() || path.charAt(0) != '/' || path.contains("//") || path.contains("..")) {
            throw refused();
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                checkEncoded(path, i);
                i += 2;
            } else if (!isAlphanumeric(c) && LITERAL_MARKS.indexOf(c) < 0) {
                throw refused();
            }
        }
        String[] segments = path.substring(1).split("/", -1);
        for (String segment : segments) {
            if (segment.equals(".")) {
                throw refused();
            }
        }
        return segments;
    }

    /// A segment's text.
    static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(segment, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) segment.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw refused();
        }
    }

    /// The text of all segments from one on, with their slashes.
    static String decodeRest(String[] segments, int first) {
        return decode(String.join("/", Arrays.asList(segments).subList(first, segments.length)));
    }

    /// The same path, when it can stand in a route without parameters.
    static String checkLiteral(String path) {
        checkTemplate(path);
        return path;
    }

    /// The segments of a route's path.
    ///
    /// Errors: IllegalArgumentException for a path that no request could match.
    static List<String> checkTemplate(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path starts with a slash: " + path);
        }
        List<String> segments = List.of(path.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean isParameter = PARAMETER.matcher(segment).matches();
            boolean isLast = i == segments.size() - 1;
            boolean isWrong = (segment.isEmpty() && !isLast)
                    || (!isParameter && !PLAIN_SEGMENT.matcher(segment).matches())
                    || (isParameter && segment.endsWith("...}") && !isLast);
            if (isWrong) {
                throw new IllegalArgumentException("a route's path is malformed: " + path);
            }
        }
        return segments;
    }

    private static void checkEncoded(String path, int at) {
        if (at + 3 > path.length()
                || !HexFormat.isHexDigit(path.charAt(at + 1))
                || !HexFormat.isHexDigit(path.charAt(at + 2))) {
            throw refused();
        }
        int decoded = HexFormat.fromHexDigits(path.toLowerCase(Locale.ROOT), at + 1, at + 3);
        if (decoded < ' ' || decoded == 0x7f || FORBIDDEN_DECODED.indexOf(decoded) >= 0) {
            throw refused();
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static RefusedException refused() {
        return new Refusal.BadRequest("malformed_request", "The path is not acceptable.").asException();
    }
}
