package io.sallyport.telemetry;

import io.sallyport.lang.RequestId;
import java.util.HexFormat;

/// Where one call stands in a distributed trace: the trace, our own span in it, and the span that called us.
///
/// Our span id comes from the request id, and without a caller's trace so does the trace id. So everybody who
/// knows the request id and the client's header knows the context, and nothing else has to be carried along.
/// Source: W3C Trace Context, Recommendation of 2021-11-23, version 00.
///
/// @param traceId 32 hex digits
/// @param spanId our own span, 16 hex digits
/// @param parentSpanId the caller's span; empty when the trace starts here
/// @param sampled whether the caller wants it recorded; true when the trace starts here
public record TraceContext(String traceId, String spanId, String parentSpanId, boolean sampled) {
    private static final int VERSION_END = 2;
    private static final int TRACE_END = 35;
    private static final int SPAN_END = 52;
    private static final int LENGTH = 55;
    private static final String INVALID_VERSION = "ff";
    private static final HexFormat HEX = HexFormat.of();

    /// The context of a call.
    ///
    /// @param traceparent the client's header; what is not valid counts as absent, as the source demands
    public static TraceContext of(RequestId id, String traceparent) {
        String own = HEX.toHexDigits(id.value().getLeastSignificantBits());
        if (!isValid(traceparent)) {
            return new TraceContext(
                    HEX.toHexDigits(id.value().getMostSignificantBits()).concat(own), own, "", true);
        }
        return new TraceContext(
                traceparent.substring(VERSION_END + 1, TRACE_END),
                own,
                traceparent.substring(TRACE_END + 1, SPAN_END),
                (HexFormat.fromHexDigit(traceparent.charAt(LENGTH - 1)) & 1) == 1);
    }

    /// Whether a header names a trace that goes on.
    static boolean isValid(String traceparent) {
        return isWellFormed(traceparent)
                && !isZero(traceparent, VERSION_END + 1, TRACE_END)
                && !isZero(traceparent, TRACE_END + 1, SPAN_END);
    }

    /// The header for the next hop: its parent is our span.
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    /// A later version may append fields after another hyphen; version 00 may not.
    private static boolean isWellFormed(String header) {
        if (header.length() < LENGTH || header.startsWith(INVALID_VERSION)) {
            return false;
        }
        if (header.length() > LENGTH && (header.startsWith("00") || header.charAt(LENGTH) != '-')) {
            return false;
        }
        for (int at = 0; at < LENGTH; at++) {
            boolean hyphen = at == VERSION_END || at == TRACE_END || at == SPAN_END;
            if (hyphen ? header.charAt(at) != '-' : !isHex(header.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static boolean isZero(String header, int from, int to) {
        for (int at = from; at < to; at++) {
            if (header.charAt(at) != '0') {
                return false;
            }
        }
        return true;
    }
}
