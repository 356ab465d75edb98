package io.sallyport.web;

import io.sallyport.lang.Refusal.Unavailable;
import java.util.Set;

/// Refuses requests while the process is short of memory.
///
/// Errors: Unavailable `overloaded`. Threads: safe, never blocks.
public final class SheddingGate implements Endpoint {
    private final Endpoint inner;
    private final Set<String> always;
    private volatile Shedding stage = Shedding.NOTHING;

    /// @param always paths that are served whatever happens: without them the process would be taken for dead,
    ///     and the calls that are running with it
    public SheddingGate(Endpoint inner, Set<String> always) {
        this.inner = inner;
        this.always = Set.copyOf(always);
    }

    /// Goes to a stage with the next request.
    public void shed(Shedding next) {
        stage = next;
    }

    @Override
    public void handle(WebRequest request, WebReply reply) {
        if (stage.leavesOut(Shedding.REQUESTS) && !always.contains(request.path())) {
            throw new Unavailable("overloaded", "The gateway has too much to do. Try again later.").asException();
        }
        inner.handle(request, reply);
    }
}
