package io.sallyport.database;

/// The schema cannot be brought to the state asked for; the message tells an operator why and what to do.
public final class MigrationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationRefused(String message) {
        super(message);
    }

    MigrationRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
