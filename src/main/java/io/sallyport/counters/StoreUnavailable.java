package io.sallyport.counters;

import java.util.concurrent.TimeoutException;

/// A store gave no answer that can be used.
final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean late;

    /// @param reason completes "Redis ...", without addresses and secrets, such as `does not answer in time`
    StoreUnavailable(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
        this.late = false;
    }

    StoreUnavailable(String reason) {
        super(reason);
        this.reason = reason;
        this.late = false;
    }

    /// An answer that did not come in time, which may be a pause of our own as well.
    StoreUnavailable(TimeoutException cause) {
        super("does not answer in time", cause);
        this.reason = "does not answer in time";
        this.late = true;
    }

    boolean isLate() {
        return late;
    }

    String reason() {
        return reason;
    }
}
