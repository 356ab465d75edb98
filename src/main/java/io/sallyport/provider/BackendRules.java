package io.sallyport.provider;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What operators may say about a backend.
///
/// Errors: BadRequest with the name of the field.
final class BackendRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    /// Lines that frame a message, name its receiver or prove who sends it: the gateway writes those itself.
    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "content-encoding",
            "content-type",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "keep-alive",
            "expect",
            "cookie",
            "authorization",
            "proxy-authorization",
            "x-api-key",
            "x-goog-api-key",
            "api-key",
            "metadata",
            "metadata-flavor",
            "x-aws-ec2-metadata-token",
            "x-metadata-token");

    private static final int LONGEST_VALUE = 8192;
    private static final int MOST = 1000;
    private static final int MOST_HEADERS = 50;
    private static final int MOST_WORDS = 20;
    private static final int LONGEST_LABEL = 64;
    private static final int LONGEST_OPTION = 512;

    private BackendRules() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw refused("A name has 1 to 64 letters, digits and . _ -, and begins with a letter or digit.", "name");
        }
        return name;
    }

    static URI address(String text) {
        return UpstreamAddress.of(text, "base_url");
    }

    static List<Header> headers(List<Header> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw refused("At most " + MOST_HEADERS + " header lines may be added.", "headers");
        }
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!TOKEN.matcher(name).matches() || !isPlain(header.value())) {
                throw refused("This is not a valid header line.", "headers");
            }
            if (OWN_HEADERS.contains(name)) {
                throw refused("The header " + name + " is written by the gateway itself.", "headers");
            }
        }
        return headers;
    }

    static List<String> models(List<String> models) {
        boolean fits = models.stream().allMatch(model -> !model.isBlank() && model.length() <= 256);
        if (!fits || models.size() > MOST) {
            throw refused("Models are up to " + MOST + " names of 1 to 256 characters.", "models");
        }
        return List.copyOf(models);
    }

    static Map<String, String> options(Map<String, String> options) {
        if (!areWords(options, LONGEST_OPTION)) {
            throw refused(
                    "Options are at most 20 names with a value of 1 to 512 printable ASCII characters.", "options");
        }
        Optional.ofNullable(options.get(Backend.AUTHORITY)).ifPresent(url -> UpstreamAddress.of(url, "options"));
        return options;
    }

    static Map<String, String> labels(Map<String, String> labels) {
        if (!areWords(labels, LONGEST_LABEL)) {
            throw refused("Labels are at most 20 names with a value of 1 to 64 printable ASCII characters.", "labels");
        }
        return labels;
    }

    private static boolean areWords(Map<String, String> words, int longest) {
        return words.size() <= MOST_WORDS
                && words.entrySet().stream()
                        .allMatch(word -> NAME.matcher(word.getKey()).matches()
                                && !word.getValue().isBlank()
                                && word.getValue().length() <= longest
                                && isPlain(word.getValue()));
    }

    /// A key as it is kept. A service account is a JSON object, which is kept on one line.
    static Secret key(Secret given) {
        boolean isObject = given.reveal().stripLeading().startsWith("{");
        Secret key = isObject ? onOneLine(given) : given;
        if (key.isBlank()
                || !isPlain(key.reveal())
                || (!isObject && key.reveal().indexOf(' ') >= 0)) {
            throw refused(
                    "A key is 1 to " + LONGEST_VALUE + " printable ASCII characters without blanks, or a JSON object.",
                    "api_key");
        }
        return key;
    }

    private static Secret onOneLine(Secret key) {
        try {
            return Secret.of(Json.parse(key.reveal()).toString());
        } catch (JsonProblem e) {
            throw refused("A key that begins with { is a JSON object.", "api_key");
        }
    }

    private static boolean isPlain(String value) {
        return value.length() <= LONGEST_VALUE && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    static RuntimeException refused(String message, String param) {
        return new BadRequest("invalid_value", message, param).asException();
    }
}
