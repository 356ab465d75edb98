package io.sallyport.journal.audit;

import io.sallyport.journal.CallThread;
import io.sallyport.journal.CallTimeline;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestDetail.Bodies;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The audit trail as the request log has it, for gateways without OpenSearch.
public final class LogReader implements AuditReader {
    private final RequestLog log;

    public LogReader(RequestLog log) {
        this.log = log;
    }

    @Override
    public String source() {
        return "postgresql";
    }

    @Override
    public RequestLog.Page page(RequestFilter filter, Optional<UUID> before, int limit) {
        return before.isPresent() ? log.before(filter, before.get(), limit) : log.newest(filter, limit);
    }

    @Override
    public CallTimeline timeline(RequestFilter filter, CallTimeline.Span span) {
        return log.timeline(filter, span);
    }

    @Override
    public List<CallThread> threads(RequestFilter filter, int limit) {
        return log.threads(filter, limit);
    }

    @Override
    public Optional<RequestDetail> find(UUID id) {
        return log.find(id.toString())
                .map(found -> new RequestDetail(
                        found.request(),
                        found.headers(),
                        found.decision(),
                        found.attempts(),
                        found.content().map(LogReader::readable)));
    }

    private static Bodies readable(Bodies bodies) {
        return new Bodies(
                bodies.requestBody(), bodies.requestCut(), StreamText.of(bodies.responseBody()), bodies.responseCut());
    }
}
