package io.sallyport.counters;

/// A store gave no answer that can be used.
final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /// @param reason completes "Redis ...", without addresses and secrets, such as `does not answer in time`
    StoreUnavailable(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    StoreUnavailable(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
