package io.sallyport.net;

/// An upstream's ordinary HTTP answer to a WebSocket handshake.
public final class WebSocketRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    WebSocketRefused(int status) {
        super("the backend refused the WebSocket with status " + status, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
