package io.sallyport.journal.audit;

import java.time.Duration;
import java.util.Optional;

/// How the audit trail does.
///
/// @param waiting events on disk that OpenSearch has not got yet
/// @param spoolBytes how much they take
/// @param spoolRoom how much they may take
/// @param oldest how long ago the oldest of them happened; zero when none waits
/// @param sent events that arrived since the start
/// @param rejected events that OpenSearch will never take; they are in a file
/// @param dropped events that were lost, since there was no room
/// @param damaged files of the spool in which bytes were no event
/// @param trouble why events do not arrive, to be read after "OpenSearch"; empty while they do
public record AuditState(
        long waiting,
        long spoolBytes,
        long spoolRoom,
        Duration oldest,
        long sent,
        long rejected,
        long dropped,
        long damaged,
        Optional<String> trouble) {}
