package io.sallyport.dialect;

import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the small fields of a multipart form without touching its files.
///
/// Errors: BadRequest malformed_request for a body that is not a form, duplicate_key when `model` stands twice.
/// Source: RFC 7578, RFC 2046 section 5.1.
public final class MultipartScan {
    private static final int LONGEST_FIELD = 1 << 16;
    private static final int MOST_PARTS = 1_000;
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    private final Bytes body;
    private final byte[] delimiter;
    private final Map<String, Bytes> fields = new HashMap<>();

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
        for (String part : contentType.split(";", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].toLowerCase(Locale.ROOT).equals("boundary")) {
                String value = pair[1].strip();
                String bare = value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
                        ? value.substring(1, value.length() - 1)
                        : value;
                if (!bare.isEmpty() && bare.length() <= 70) {
                    return bare;
                }
            }
        }
        throw malformed("The content type has no boundary.");
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
            if (end < 0) {
                throw malformed("The form is cut.");
            }
            int from = Math.min(blank + 4, end);
            part(new Bytes(in, heads, Math.max(heads, blank)).text(), new Bytes(in, from, end));
            at = end + delimiter.length;
        }
    }

    private void part(String heads, Bytes value) {
        String name = "";
        boolean file = false;
        for (String line : heads.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                name = parameter(line, "name");
                file = !parameter(line, "filename").isEmpty();
            }
        }
        if (file || value.length() > LONGEST_FIELD || name.isEmpty()) {
            return;
        }
        if (fields.put(name, value) != null && name.equals("model")) {
            throw new RefusedException(new BadRequest("duplicate_key", "The form has 'model' twice.", "model"));
        }
    }

    private static String parameter(String line, String wanted) {
        for (String part : line.split(";", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].toLowerCase(Locale.ROOT).equals(wanted)) {
                return pair[1].strip().replace("\"", "");
            }
        }
        return "";
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
