package io.sallyport.api;

import io.sallyport.identity.Caller;
import io.sallyport.key.Credential;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.web.Endpoint;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Proves who calls before an endpoint that is no model call is reached.
final class ProvenCaller {
    private final KeyAuthenticator authenticator;
    private final Executor blocking;
    private final ApiErrors errors;

    ProvenCaller(KeyAuthenticator authenticator, Executor blocking, ApiErrors errors) {
        this.authenticator = authenticator;
        this.blocking = blocking;
        this.errors = errors;
    }

    Endpoint of(CallerEndpoint endpoint) {
        return (request, reply) -> {
            Credential credential = Credential.read(request::headers);
            Optional<Caller> known = authenticator.cached(credential, request.remoteAddress());
            if (known.isPresent()) {
                endpoint.handle(known.get(), request, reply);
            } else {
                blocking.execute(() -> errors.guarded(request, reply, () -> {
                    Caller caller = authenticator.identify(credential, request.remoteAddress());
                    reply.onLoop(() -> errors.guarded(request, reply, () -> endpoint.handle(caller, request, reply)));
                }));
            }
        };
    }
}
