package io.sallyport.transport;

import io.netty.util.AsciiString;
import io.sallyport.lang.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names of headers that nearly every request or answer has or is asked for, made once.
///
/// Netty finds a header by a hash of its name, which it remembers for a name of its own form, not for a text.
/// And a name that was sent would become a new text with every message.
/// Threads: immutable.
public final class KnownNames {
    private static final List<String> NAMES = List.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "anthropic-beta",
            "anthropic-version",
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "host",
            "idempotency-key",
            "openai-beta",
            "openai-processing-ms",
            "openai-version",
            "server",
            "traceparent",
            "transfer-encoding",
            "user-agent",
            "x-api-key",
            "x-correlation-id",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-goog-api-key",
            "x-request-id",
            "x-session-id",
            "x-stainless-arch",
            "x-stainless-async",
            "x-stainless-lang",
            "x-stainless-os",
            "x-stainless-package-version",
            "x-stainless-read-timeout",
            "x-stainless-retry-count",
            "x-stainless-runtime",
            "x-stainless-runtime-version",
            "x-workload");

    private static final Map<String, AsciiString> ASKED = asked();
    private static final Map<AsciiString, String> SENT = sent();
    private static final Map<String, HeaderName> CHECKED = checked();

    private KnownNames() {}

    private static Map<String, AsciiString> asked() {
        Map<String, AsciiString> names = new HashMap<>();
        NAMES.forEach(name -> names.put(name, AsciiString.cached(name)));
        return Map.copyOf(names);
    }

    private static Map<AsciiString, String> sent() {
        Map<AsciiString, String> names = new HashMap<>();
        for (String name : NAMES) {
            names.put(AsciiString.cached(name), name);
            String capitalised = Header.capitalised(name);
            names.put(AsciiString.cached(capitalised), capitalised);
        }
        return Map.copyOf(names);
    }

    private static Map<String, HeaderName> checked() {
        Map<String, HeaderName> names = new HashMap<>();
        SENT.values().forEach(name -> names.put(name, new HeaderName(name)));
        return Map.copyOf(names);
    }

    /// A name that was checked already; null when it is none of these.
    static @Nullable HeaderName checked(String name) {
        return CHECKED.get(name);
    }

    /// A name to look for, in the form in which it is found soonest.
    public static CharSequence asked(String name) {
        AsciiString known = ASKED.get(name);
        return known == null ? name : known;
    }

    /// The text of a name that was sent, as it was spelled.
    public static String sent(CharSequence name) {
        String known = name instanceof AsciiString ascii ? SENT.get(ascii) : null;
        return known == null ? name.toString() : known;
    }
}
