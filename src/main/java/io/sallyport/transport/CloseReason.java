package io.sallyport.transport;

/// Why a WebSocket ends.
///
/// Source: RFC 6455, 7.4.
///
/// @param code 1000 to 4999
/// @param text at most 123 bytes of UTF-8
public record CloseReason(int code, String text) {

    /// The connection broke without a goodbye; never sent.
    public static final CloseReason BROKEN = new CloseReason(1006, "");

    /// The peer that is told this talks through us to somebody who left.
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "");

    /// The peer that is told this talks through us to somebody who failed.
    public static final CloseReason BAD_GATEWAY = new CloseReason(1014, "");

    private static final int NO_CODE = 1005;
    private static final int NORMAL = 1000;

    /// A close frame without a code stands for a normal end; broken ones are told as their kind.
    int codeToSend() {
        return code == NO_CODE ? NORMAL : code == BROKEN.code ? GOING_AWAY.code : code;
    }
}
