package io.sallyport.journal;

import io.sallyport.lang.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Headers fit to be kept: the value of a header that is not known to be harmless becomes `[REDACTED]`.
///
/// A list of harmless names, not of secret ones: nobody knows what the next client calls its credential.
public final class HeaderRedaction {
    public static final String REDACTED = "[REDACTED]";
    private static final int MOST_HEADERS = 64;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 1_024;

    private static final Set<String> HARMLESS = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "anthropic-beta",
            "anthropic-dangerous-direct-browser-access",
            "anthropic-version",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "expect",
            "host",
            "http-referer",
            "openai-beta",
            "openai-organization",
            "openai-project",
            "origin",
            "retry-after",
            "sec-fetch-mode",
            "te",
            "traceparent",
            "transfer-encoding",
            "user-agent",
            "via",
            "workload",
            "x-app",
            "x-correlation-id",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-real-ip",
            "x-request-id",
            "x-session-id",
            "x-title",
            "x-workload");

    /// Names of credentials that nearly every call has; the list is here for speed only.
    private static final Set<String> USUAL_SECRETS = Set.of("api-key", "authorization", "x-api-key");

    private static final String SDK_PREFIX = "x-stainless-";

    /// Harmless names by how clients spell them, so that most calls need no new text for a name.
    private static final Map<String, String> SPELLED = spelled();

    /// Hidden headers by how clients spell their names.
    private static final Map<String, Header> HIDDEN = hidden();

    private HeaderRedaction() {}

    /// The headers with harmless values only, bounded in number and length.
    public static List<Header> of(List<Header> headers) {
        int count = Math.min(headers.size(), MOST_HEADERS);
        List<Header> fit = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fit.add(of(headers.get(i)));
        }
        return fit;
    }

    private static Header of(Header header) {
        String known = SPELLED.get(header.name());
        if (known != null) {
            return new Header(known, BoundedText.line(header.value(), LONGEST_VALUE));
        }
        Header hidden = HIDDEN.get(header.name());
        return hidden != null ? hidden : unusual(header);
    }

    private static Header unusual(Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        boolean harmless = HARMLESS.contains(name) || name.startsWith(SDK_PREFIX);
        return new Header(
                BoundedText.line(name, LONGEST_NAME),
                harmless ? BoundedText.line(header.value(), LONGEST_VALUE) : REDACTED);
    }

    private static Map<String, String> spelled() {
        Map<String, String> spelled = new HashMap<>();
        for (String name : HARMLESS) {
            spelled.put(name, name);
            spelled.put(Header.capitalised(name), name);
        }
        return Map.copyOf(spelled);
    }

    private static Map<String, Header> hidden() {
        Map<String, Header> hidden = new HashMap<>();
        for (String name : USUAL_SECRETS) {
            Header header = new Header(name, REDACTED);
            hidden.put(name, header);
            hidden.put(Header.capitalised(name), header);
        }
        return Map.copyOf(hidden);
    }
}
