package io.sallyport.journal.export;

/// What became of the calls for one target.
///
/// @param waiting calls that are not there yet
/// @param sent calls that are
/// @param dropped calls that were lost, because too many waited or the target never takes them
public record ExportState(long waiting, long sent, long dropped) {}
