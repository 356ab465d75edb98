package io.sallyport.dialect.gemini;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Google's error bodies.
///
/// Source: Google API design guide, errors; google.rpc.RetryInfo and ErrorInfo.
public final class GeminiErrors {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})(?:\\.([0-9]{1,9}))?s");

    private GeminiErrors() {}

    /// The upstream's words; empty ones when the body is not JSON or has no error in it.
    public static UpstreamError read(Bytes body) {
        try {
            Json tree = Json.parse(body);
            Json error = (tree.isArray() ? tree.at(0) : tree).get("error");
            return error.isObject() ? read(error) : new UpstreamError("", "", "");
        } catch (JsonProblem e) {
            return new UpstreamError("", "", "");
        }
    }

    private static UpstreamError read(Json error) {
        List<Json> details =
                error.get("details").isArray() ? error.get("details").elements() : List.of();
        // A wrong key is a bad request to Google.
        boolean isKey = details.stream()
                .anyMatch(detail -> detail.get("reason").textOr("").startsWith("API_KEY_"));
        String type = isKey ? "authentication_error" : type(error.get("status").textOr(""));
        Optional<Duration> wait = details.stream()
                .flatMap(detail -> wait(detail.get("retryDelay").textOr("")).stream())
                .findFirst();
        return new UpstreamError(error.get("message").textOr(""), type, "", wait);
    }

    private static String type(String status) {
        return switch (status) {
            case "RESOURCE_EXHAUSTED" -> "rate_limit_error";
            case "UNAUTHENTICATED", "PERMISSION_DENIED" -> "authentication_error";
            default -> status;
        };
    }

    private static Optional<Duration> wait(String delay) {
        Matcher matcher = SECONDS.matcher(delay);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long more = matcher.group(2) == null ? 0 : 1;
        return Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)) + more));
    }
}
