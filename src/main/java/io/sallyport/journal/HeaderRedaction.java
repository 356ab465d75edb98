package io.sallyport.journal;

import io.sallyport.lang.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private static final String SDK_PREFIX = "x-stainless-";

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
        String name = header.name().toLowerCase(Locale.ROOT);
        boolean harmless = HARMLESS.contains(name) || name.startsWith(SDK_PREFIX);
        return new Header(
                BoundedText.line(name, LONGEST_NAME),
                harmless ? BoundedText.line(header.value(), LONGEST_VALUE) : REDACTED);
    }
}
