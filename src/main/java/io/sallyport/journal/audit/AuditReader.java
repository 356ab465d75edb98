package io.sallyport.journal.audit;

import io.sallyport.journal.CallThread;
import io.sallyport.journal.CallTimeline;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where the audit trail is read from.
///
/// Threads: safe; every method blocks. Errors: Unanswered.
public interface AuditReader {

    /// Word for the place: `opensearch` or `postgresql`.
    String source();

    /// Calls, newest first.
    ///
    /// @param before the last call of the page before
    RequestLog.Page page(RequestFilter filter, Optional<UUID> before, int limit);

    CallTimeline timeline(RequestFilter filter, CallTimeline.Span span);

    /// Conversations with at least one call that fits, the one with the newest first.
    List<CallThread> threads(RequestFilter filter, int limit);

    /// One call with what was kept of its content.
    Optional<RequestDetail> find(UUID id);
}
