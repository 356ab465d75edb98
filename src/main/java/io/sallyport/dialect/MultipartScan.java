package io.sallyport.dialect;

import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the small fields of a multipart form without touching its files.
///
/// What another reader might take for something else is refused, so that the model that was authorised is the one the
/// upstream finds.
///
/// Errors: BadRequest malformed_request for a body that is not a form, duplicate_key when a field that decides stands
/// twice, be it as a file.
/// Source: RFC 7578, RFC 2046 section 5.1.
public final class MultipartScan {
    private static final int LONGEST_FIELD = 1 << 16;
    private static final int LONGEST_BOUNDARY = 70;
    private static final int MOST_PARTS = 1_000;
    private static final Set<String> DECIDING = Set.of("model", "stream");
    private static final Set<String> PLAIN_CODINGS = Set.of("7bit", "8bit", "binary");
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    private final Bytes body;
    private final byte[] delimiter;
    private final Map<String, Bytes> fields = new HashMap<>();
    private final Set<String> decided = new HashSet<>();

    private MultipartScan(Bytes body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Facts of a form with a `model` field.
    public static RequestFacts facts(String contentType, Bytes body) {
        MultipartScan scan = new MultipartScan(body, boundary(contentType));
        scan.run();
        Bytes model = scan.fields.get("model");
        boolean stream = Optional.ofNullable(scan.fields.get("stream"))
                .map(field -> field.text().equals("true"))
                .orElse(false);
        return new RequestFacts(
                Optional.ofNullable(model).map(Bytes::text),
                Optional.ofNullable(model),
                stream,
                true,
                Optional.empty(),
                1);
    }

    private static String boundary(String contentType) {
        String boundary = HeadParameters.read(contentType)
                .map(found -> found.value("boundary"))
                .orElse("");
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw malformed("The content type has no boundary that can be read.");
        }
        return boundary;
    }

    private void run() {
        byte[] in = body.array();
        int at = body.from();
        if (!startsWith(at, delimiter, 2)) {
            throw malformed("The form does not begin with its boundary.");
        }
        at += delimiter.length - 2;
        for (int parts = 0; !isEnd(at); parts++) {
            if (parts == MOST_PARTS || at + 2 > body.to() || in[at] != '\r' || in[at + 1] != '\n') {
                throw malformed("The form is cut or has too many parts.");
            }
            int heads = at + 2;
            int blank = ByteRun.find(in, BLANK_LINE, heads - 2, body.to());
            int end = blank < 0 ? -1 : ByteRun.find(in, delimiter, blank + 2, body.to());
            if (end < blank + 4) {
                // A part that ends within its head has no content for some readers, and the next part for others.
                throw malformed("The form is cut, or one of its parts has no content.");
            }
            part(new Bytes(in, heads, Math.max(heads, blank)).text(), new Bytes(in, blank + 4, end));
            at = end + delimiter.length;
        }
    }

    private void part(String heads, Bytes value) {
        Optional<HeadParameters> disposition = disposition(heads);
        String name = disposition.map(found -> found.value("name")).orElse("");
        boolean file = disposition
                .map(found -> found.has("filename") || found.has("filename*"))
                .orElse(false);
        if (DECIDING.contains(name) && !decided.add(name)) {
            throw new RefusedException(new BadRequest("duplicate_key", "The form has '" + name + "' twice.", name));
        }
        if (!file && value.length() <= LONGEST_FIELD && !name.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static Optional<HeadParameters> disposition(String heads) {
        Optional<HeadParameters> disposition = Optional.empty();
        for (String line : heads.isEmpty() ? new String[0] : heads.split("\r\n", -1)) {
            String[] pair = line.split(":", 2);
            if (pair.length < 2 || pair[0].isEmpty() || pair[0].charAt(0) <= ' ') {
                throw malformed("A part of the form has a head that cannot be read.");
            }
            String name = pair[0].toLowerCase(Locale.ROOT);
            if (name.strip().equals("content-disposition")) {
                if (disposition.isPresent() || !name.equals("content-disposition")) {
                    throw malformed("A part of the form has two names.");
                }
                disposition = Optional.of(HeadParameters.read(pair[1])
                        .filter(found -> !found.has("name*"))
                        .orElseThrow(() -> malformed("The name of a part of the form cannot be read.")));
            } else if (name.strip().equals("content-transfer-encoding")
                    && !PLAIN_CODINGS.contains(pair[1].strip().toLowerCase(Locale.ROOT))) {
                throw malformed("The parts of the form must not be coded.");
            }
        }
        return disposition;
    }

    private boolean isEnd(int at) {
        byte[] in = body.array();
        return at + 2 <= body.to() && in[at] == '-' && in[at + 1] == '-';
    }

    private boolean startsWith(int at, byte[] wanted, int skip) {
        return at + wanted.length - skip <= body.to()
                && java.util.Arrays.equals(body.array(), at, at + wanted.length - skip, wanted, skip, wanted.length);
    }

    private static RefusedException malformed(String what) {
        return new RefusedException(new BadRequest("malformed_request", what));
    }
}
