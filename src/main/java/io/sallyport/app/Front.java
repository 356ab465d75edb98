package io.sallyport.app;

import io.sallyport.lang.Refusal.Unavailable;
import io.sallyport.lang.RefusedException;
import io.sallyport.web.Endpoint;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.concurrent.atomic.AtomicReference;

/// What a listener shows: a closed door while the gateway starts, then the routes, swapped as a whole.
final class Front implements Endpoint {
    private final AtomicReference<Endpoint> current;

    /// @param early answers before the gateway is ready, for example health checks
    Front(Endpoint early) {
        this.current = new AtomicReference<>(early);
    }

    void show(Endpoint endpoint) {
        current.set(endpoint);
    }

    @Override
    public void handle(WebRequest request, WebReply reply) {
        current.get().handle(request, reply);
    }

    /// Refuses everything because the database is not there yet.
    static Endpoint closed() {
        return (request, reply) -> {
            throw new RefusedException(
                    new Unavailable("state_store_unavailable", "The gateway waits for its database."));
        };
    }
}
