package io.sallyport.journal.export;

/// Calls could not be brought to a target; the message says why, without addresses and secrets.
final class ExportFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;
    private final boolean isFinal;

    ExportFailed(String why) {
        this(why, false);
    }

    private ExportFailed(String why, boolean isFinal) {
        super(why);
        this.why = why;
        this.isFinal = isFinal;
    }

    ExportFailed(String why, Throwable cause) {
        super(why, cause);
        this.why = why;
        this.isFinal = false;
    }

    /// The target will never take these calls.
    static ExportFailed forGood(String why) {
        return new ExportFailed(why, true);
    }

    String why() {
        return why;
    }

    boolean isFinal() {
        return isFinal;
    }
}
