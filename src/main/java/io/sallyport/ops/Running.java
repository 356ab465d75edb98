package io.sallyport.ops;

/// What an instance runs.
///
/// @param program its version
/// @param settings a digest of its settings; the same for the same settings
/// @param changes how many changes of the database it has taken over; the same on all that are up to date
public record Running(String program, String settings, long changes) {
    static final Running UNTOLD = new Running("", "", 0);
}
