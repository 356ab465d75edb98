package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.inference.Operation;
import io.sallyport.lang.Refusal.MethodNotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.RefusedException;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.CallPipeline;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.web.Endpoint;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Passes on the extra paths that backends declare (requirements DA14, DA16); every other path does not exist.
final class DeclaredEndpoint implements Endpoint {
    private final CallPipeline pipeline;
    private final CallOpening opening;
    private final ClientDialect dialect;
    private final Supplier<Backends> backends;

    DeclaredEndpoint(CallPipeline pipeline, CallOpening opening, ClientDialect dialect, Supplier<Backends> backends) {
        this.pipeline = pipeline;
        this.opening = opening;
        this.dialect = dialect;
        this.backends = backends;
    }

    /// Says whether an enabled backend declares a path.
    boolean knows(String path) {
        return !declared(path).isEmpty();
    }

    private List<Backend.DeclaredEndpoint> declared(String path) {
        return backends.get().enabled().stream()
                .flatMap(upstream -> upstream.backend().endpoints().stream())
                .filter(endpoint -> endpoint.path().equals(path))
                .toList();
    }

    @Override
    public void handle(WebRequest request, WebReply reply) {
        List<Backend.DeclaredEndpoint> declared = declared(request.path());
        if (declared.isEmpty()) {
            throw new RefusedException(new NotFound("not_found", "This path does not exist."));
        }
        if (declared.stream().noneMatch(endpoint -> endpoint.methods().contains(request.method()))) {
            throw new RefusedException(
                    new MethodNotAllowed(String.join(", ", declared.getFirst().methods())));
        }
        boolean json = request.header("content-type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("application/json");
        BodyForm form = json ? BodyForm.JSON_MODEL_OPTIONAL : BodyForm.ANY;
        pipeline.run(opening.open(request, reply, dialect, Operation.OTHER, form));
    }
}
