package io.sallyport.journal.export;

/// Calls could not be brought to a target; the message says why, without addresses and secrets.
final class ExportFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    ExportFailed(String why) {
        super(why);
        this.why = why;
    }

    ExportFailed(String why, Throwable cause) {
        super(why, cause);
        this.why = why;
    }

    String why() {
        return why;
    }
}
