package io.sallyport.app;

import io.sallyport.lang.Refusal.Unavailable;
import io.sallyport.lang.RefusedException;
import io.sallyport.ops.OpsRoutes;
import io.sallyport.web.Endpoint;
import io.sallyport.web.Route;
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

    /// Says that the process lives, and refuses everything else because the database is not there yet.
    static Endpoint early() {
        Route alive = OpsRoutes.alive();
        return (request, reply) -> {
            if (!request.path().equals(alive.path())) {
                throw new RefusedException(
                        new Unavailable("state_store_unavailable", "The gateway waits for its database."));
            }
            alive.endpoint().handle(request, reply);
        };
    }
}
