package io.sallyport.cli;

/// Ends a command with a message for people and an exit code.
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private final int exitCode;

    private CommandFailed(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// A server or the way to it failed.
    static CommandFailed failed(String message) {
        return new CommandFailed(FAILED, message);
    }

    /// The command was not told what it needs.
    static CommandFailed badUsage(String message) {
        return new CommandFailed(BAD_USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
