package io.sallyport.web;

import io.sallyport.web.Heard.Asked;
import io.sallyport.web.Heard.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reader of HTTP/1 requests written from the grammar, slow and plain: what our server is compared with.
///
/// It refuses at the end of a head, not within it, so that a reading that is open may still become a refusal.
/// Source: RFC 9112, with the choices of security.md group A.
final class StrictHttp {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern START = Pattern.compile("(" + TOKEN + ") (/[!-~]*|https?://[!-~]*) HTTP/1\\.([01])");
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "):[ \\t]*([\\t -~\\x80-\\xff]*?)[ \\t]*", Pattern.DOTALL);
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,16})");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final String wire;
    private final List<Asked> asked = new ArrayList<>();
    private int at;

    private StrictHttp(byte[] wire) {
        this.wire = new String(wire, StandardCharsets.ISO_8859_1);
    }

    static Heard read(byte[] wire) {
        StrictHttp reader = new StrictHttp(wire);
        return new Heard(reader.asked, reader.run());
    }

    /// Thrown within: no more bytes.
    private static final class Open extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Thrown within: not HTTP.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private End run() {
        try {
            while (true) {
                if (!request()) {
                    return End.CLOSED;
                }
            }
        } catch (Open open) {
            return End.OPEN;
        } catch (Refused refused) {
            return End.REFUSED;
        }
    }

    /// Reads one request; false when it is the last of its connection.
    private boolean request() {
        while (at < wire.length() && (wire.charAt(at) == '\r' || wire.charAt(at) == '\n')) {
            at++;
        }
        List<String> head = head();
        Matcher start = matched(START, head.isEmpty() ? "" : head.getFirst());
        List<String[]> fields = fields(head.subList(1, head.size()));
        boolean isNew = start.group(3).equals("1");
        int hosts = values(fields, "host").size();
        if (hosts > 1 || (isNew && hosts == 0) || fields.size() > 100) {
            throw new Refused();
        }
        if (values(fields, "expect").stream().anyMatch(value -> !value.equalsIgnoreCase("100-continue"))) {
            throw new Refused();
        }
        String body = body(fields, isNew);
        String target = RequestRules.originForm(start.group(2)).replaceFirst("^([^?]*)\\?$", "$1");
        asked.add(new Asked(start.group(1), target, body));
        List<String> options = values(fields, "connection").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(option -> option.strip().toLowerCase(Locale.ROOT))
                .toList();
        return !options.contains("close") && (isNew || options.contains("keep-alive"));
    }

    private String body(List<String[]> fields, boolean isNew) {
        List<String> lengths = values(fields, "content-length");
        List<String> codings = values(fields, "transfer-encoding");
        if (codings.isEmpty()) {
            if (lengths.size() > 1
                    || !lengths.stream()
                            .allMatch(length -> LENGTH.matcher(length).matches())) {
                throw new Refused();
            }
            return take(lengths.isEmpty() ? 0 : Long.parseLong(lengths.getFirst()));
        }
        if (!lengths.isEmpty()
                || !isNew
                || codings.size() > 1
                || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new Refused();
        }
        StringBuilder body = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            body.append(chunk);
        }
        fields(head());
        return body.toString();
    }

    private String chunk() {
        long size = Long.parseUnsignedLong(matched(CHUNK, line()).group(1), 16);
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new Refused();
        }
        String chunk = take(size);
        if (size > 0 && !take(2).equals("\r\n")) {
            throw new Refused();
        }
        return chunk;
    }

    private static List<String[]> fields(List<String> lines) {
        List<String[]> fields = new ArrayList<>();
        for (String line : lines) {
            Matcher field = matched(FIELD, line);
            fields.add(new String[] {field.group(1).toLowerCase(Locale.ROOT), field.group(2)});
        }
        return fields;
    }

    private static List<String> values(List<String[]> fields, String name) {
        return fields.stream()
                .filter(field -> field[0].equals(name))
                .map(field -> field[1])
                .toList();
    }

    private static Matcher matched(Pattern form, String line) {
        return Optional.of(form.matcher(line)).filter(Matcher::matches).orElseThrow(Refused::new);
    }

    /// The lines up to an empty one.
    private List<String> head() {
        List<String> lines = new ArrayList<>();
        boolean isBroken = false;
        while (true) {
            int end = wire.indexOf('\n', at);
            if (end < 0) {
                throw new Open();
            }
            isBroken |= end == at || wire.charAt(end - 1) != '\r';
            String line = wire.substring(at, Math.max(at, end - 1));
            at = end + 1;
            if (line.isEmpty() && isBroken) {
                throw new Refused();
            }
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
    }

    /// A line without its end; only CR LF ends a line.
    private String line() {
        int end = wire.indexOf('\n', at);
        if (end < 0) {
            throw new Open();
        }
        if (end == at || wire.charAt(end - 1) != '\r') {
            throw new Refused();
        }
        String line = wire.substring(at, end - 1);
        at = end + 1;
        return line;
    }

    private String take(long size) {
        if (size > wire.length() - at) {
            throw new Open();
        }
        String taken = wire.substring(at, at + (int) size);
        at += (int) size;
        return taken;
    }
}
