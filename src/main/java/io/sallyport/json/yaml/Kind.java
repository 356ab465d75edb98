package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the text of one value becomes a Java value, and what the schema says about it.
///
/// @param schema JSON Schema of the value
/// @param sample any valid value; stands in for a required one that is missing or wrong
/// @param parse throws IllegalArgumentException whose message completes "server.port: ..."
/// @param show the value as an operator may see it; secrets are masked here
public record Kind<T>(Json schema, T sample, Function<String, T> parse, Function<T, String> show) {

    public static final Kind<String> TEXT = new Kind<>(type("string", "text"), "text", text -> text, text -> text);

    public static final Kind<Boolean> SWITCH =
            new Kind<>(type("boolean", "true or false"), false, Kind::parseSwitch, String::valueOf);

    public static final Kind<Secret> SECRET =
            new Kind<>(type("string", "secret"), Secret.of("secret"), Kind::parseSecret, Secret::masked);

    /// An absolute http or https address without user, query or fragment.
    public static final Kind<URI> HTTP_URL =
            new Kind<>(type("string", "address"), URI.create("http://127.0.0.1"), Kind::parseUrl, URI::toString);

    /// `8080` or `":8080"`; 0 lets the system choose.
    public static final Kind<Integer> PORT = new Kind<>(
            textOrInteger("port", "^:?[0-9]{1,5}$"),
            8080,
            text -> whole(text.startsWith(":") ? text.substring(1) : text, 0, 65_535),
            String::valueOf);

    /// A number of bytes, or a number with KB, MB or GB, which are powers of 1024.
    public static final Kind<Integer> BYTES =
            new Kind<>(textOrInteger("size", "^[0-9]+(KB|MB|GB)?$"), 1024, Kind::parseBytes, String::valueOf);

    private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");
    private static final Pattern BYTES_FORM = Pattern.compile("(\\d{1,9})(KB|MB|GB)?");

    public static Kind<Integer> number(int least, int most) {
        Json schema = Json.object()
                .put("title", "number, " + least + " to " + most)
                .put("type", "integer")
                .put("minimum", least)
                .put("maximum", most)
                .toJson();
        return new Kind<>(schema, least, text -> whole(text, least, most), String::valueOf);
    }

    /// `250ms`, `5s`, `2m`, `1h`, `30d`, or a number of seconds.
    public static Kind<Duration> duration(Duration least, Duration most) {
        String title = "duration, " + words(least) + " to " + words(most);
        return new Kind<>(
                textOrInteger(title, "^[0-9]+(ms|s|m|h|d)?$"),
                least,
                text -> parseDuration(text, least, most),
                Kind::words);
    }

    /// An exact decimal number, zero or more, below a million millions.
    ///
    /// @param decimals most digits after the point
    public static Kind<BigDecimal> decimal(int decimals) {
        Json schema = Json.object()
                .put("title", "decimal number, zero or more")
                .put("type", Json.array().add("number").add("string"))
                .put("minimum", 0)
                .put("pattern", "^[0-9]{1,12}(\\.[0-9]{1," + decimals + "})?$")
                .toJson();
        return new Kind<>(schema, BigDecimal.ONE, text -> parseDecimal(text, decimals), BigDecimal::toPlainString);
    }

    /// One of some words.
    public static Kind<String> word(List<String> words) {
        return new Kind<>(oneOf(words), words.getFirst(), text -> known(text, words), text -> text);
    }

    /// The constants of an enum, in lower case; capitals are taken too, because `LOG_LEVEL=INFO` is common.
    public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> words = constants.stream().map(Kind::spelled).toList();
        return new Kind<>(
                oneOf(words),
                constants.getFirst(),
                text -> constants.get(words.indexOf(known(text.toLowerCase(Locale.ROOT), words))),
                Kind::spelled);
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String known(String text, List<String> words) {
        if (!words.contains(text)) {
            throw new IllegalArgumentException(
                    "must be one of " + String.join(", ", words) + Nearest.hint(text, words));
        }
        return text;
    }

    private static boolean parseSwitch(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Secret parseSecret(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
        return Secret.of(text);
    }

    private static URI parseUrl(String text) {
        try {
            URI url = URI.create(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
            if (http && bare && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(e);
        }
        throw notAnAddress(null);
    }

    private static IllegalArgumentException notAnAddress(@Nullable Throwable cause) {
        return new IllegalArgumentException(
                "must be an address such as https://host:8443/path, without user, query or fragment", cause);
    }

    private static int whole(String text, int least, int most) {
        if (text.matches("-?\\d{1,10}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw new IllegalArgumentException("must be a whole number from " + least + " to " + most);
    }

    private static int parseBytes(String text) {
        Matcher form = BYTES_FORM.matcher(text);
        if (form.matches()) {
            String unit = form.group(2) == null ? "" : form.group(2);
            long factor = unit.isEmpty()
                    ? 1
                    : 1L << (10 * (1 + List.of("KB", "MB", "GB").indexOf(unit)));
            long bytes = Long.parseLong(form.group(1)) * factor;
            if (bytes <= Integer.MAX_VALUE) {
                return (int) bytes;
            }
        }
        throw new IllegalArgumentException("must be a number of bytes such as 65536, 64KB or 1MB, below 2GB");
    }

    private static Duration parseDuration(String text, Duration least, Duration most) {
        Matcher form = DURATION_FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("must be a duration such as 250ms, 5s, 2m, 1h or 30d");
        }
        long number = Long.parseLong(form.group(1));
        Duration duration = switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case null, default -> Duration.ofSeconds(number);
        };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("must be from " + words(least) + " to " + words(most));
        }
        return duration;
    }

    /// A duration in the largest unit that is exact.
    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static BigDecimal parseDecimal(String text, int decimals) {
        if (!text.matches("\\d{1,12}(\\.\\d{1," + decimals + "})?")) {
            throw new IllegalArgumentException("must be a decimal number such as 0.15, zero or more, with at most 12"
                    + " digits before the point and " + decimals + " after it");
        }
        return new BigDecimal(text);
    }

    private static Json type(String type, String title) {
        return Json.object().put("title", title).put("type", type).toJson();
    }

    private static Json textOrInteger(String title, String pattern) {
        return Json.object()
                .put("title", title)
                .put("type", Json.array().add("string").add("integer"))
                .put("pattern", pattern)
                .put("minimum", 0)
                .toJson();
    }

    private static Json oneOf(List<String> words) {
        var array = Json.array();
        words.forEach(array::add);
        return Json.object()
                .put("title", String.join(", ", words))
                .put("enum", array)
                .toJson();
    }
}
