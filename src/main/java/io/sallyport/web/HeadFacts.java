package io.sallyport.web;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/// What framing needs to know of a head, gathered in one pass over its lines.
///
/// @param lines number of header lines
/// @param hosts number of host headers
/// @param announced the content length; negative when the body comes piece by piece
/// @param isFramed false for a length that is no number and for any transfer coding but `chunked`, once
/// @param isKept true when the connection may serve another request
/// @param hasUnderscores true when a name could pass for another one wherever `_` is read as `-`
record HeadFacts(
        int lines,
        int hosts,
        long announced,
        boolean isFramed,
        boolean isKept,
        boolean isExpectingContinue,
        boolean isExpectingOther,
        boolean hasControls,
        boolean hasUnderscores) {

    /// Largest number of digits that cannot overflow.
    private static final int MAX_DIGITS = 18;

    static HeadFacts of(HttpRequest head) {
        Pass pass = new Pass(head.protocolVersion().equals(HttpVersion.HTTP_1_1));
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = head.headers().iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            pass.take(line.getKey(), line.getValue());
        }
        boolean isChunked = pass.codings > 0;
        return new HeadFacts(
                pass.lines,
                pass.hosts,
                isChunked ? -1 : pass.announced,
                pass.isFramed && pass.codings <= 1,
                pass.isKept && !pass.isClosed,
                pass.isExpectingContinue,
                pass.isExpectingOther,
                pass.hasControls,
                pass.hasUnderscores);
    }

    /// The same head of a message that ends where its sender says so later.
    HeadFacts unannounced() {
        return new HeadFacts(
                lines, hosts, -1, isFramed, isKept, isExpectingContinue, isExpectingOther, hasControls, hasUnderscores);
    }

    /// True when a value of these lines holds a control character other than a tab.
    static boolean hasControls(HttpHeaders lines) {
        return !lines.isEmpty() && lines.entries().stream().anyMatch(line -> Pass.hasControl(line.getValue()));
    }

    /// The pass while it goes on.
    private static final class Pass {
        private int lines;
        private int hosts;
        private int codings;
        private long announced;
        private boolean isFramed = true;
        private boolean isKept;
        private boolean isClosed;
        private boolean isExpectingContinue;
        private boolean isExpectingOther;
        private boolean hasControls;
        private boolean hasUnderscores;

        Pass(boolean isKept) {
            this.isKept = isKept;
        }

        void take(CharSequence name, CharSequence value) {
            lines++;
            hasControls |= hasControl(value);
            hasUnderscores |= isUnderscored(name);
            // The length tells most names apart without reading them.
            switch (name.length()) {
                case 4 -> hosts += is(name, "host") ? 1 : 0;
                case 6 -> {
                    if (is(name, "expect")) {
                        expectation(value);
                    }
                }
                case 10 -> {
                    if (is(name, "connection")) {
                        connection(value.toString());
                    }
                }
                case 14 -> {
                    if (is(name, "content-length")) {
                        announced = number(value);
                        isFramed &= announced >= 0;
                    }
                }
                case 17 -> {
                    if (is(name, "transfer-encoding")) {
                        codings++;
                        isFramed &= is(value, "chunked");
                    }
                }
                default -> {
                    // No other header matters here.
                }
            }
        }

        private void expectation(CharSequence value) {
            boolean isContinue = is(value, "100-continue");
            isExpectingContinue |= isContinue;
            isExpectingOther |= !isContinue;
        }

        private void connection(String options) {
            for (String option : options.split(",", -1)) {
                if (is(option.strip(), "close")) {
                    isClosed = true;
                } else if (is(option.strip(), "keep-alive")) {
                    isKept = true;
                }
            }
        }

        private static boolean is(CharSequence text, String word) {
            return AsciiString.contentEqualsIgnoreCase(text, word);
        }

        private static boolean isUnderscored(CharSequence name) {
            for (int i = 0; i < name.length(); i++) {
                if (name.charAt(i) == '_') {
                    return true;
                }
            }
            return false;
        }

        private static long number(CharSequence text) {
            if (text.isEmpty() || text.length() > MAX_DIGITS) {
                return -1;
            }
            long number = 0;
            for (int i = 0; i < text.length(); i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
            return number;
        }

        private static boolean hasControl(CharSequence value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    return true;
                }
            }
            return false;
        }
    }
}
