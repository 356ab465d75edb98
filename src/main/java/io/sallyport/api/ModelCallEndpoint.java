package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.inference.Operation;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.CallPipeline;
import io.sallyport.web.Endpoint;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;

/// Sends calls of one path down the road.
final class ModelCallEndpoint implements Endpoint {
    private final CallPipeline pipeline;
    private final CallOpening opening;
    private final ClientDialect dialect;
    private final Operation operation;
    private final BodyForm form;

    ModelCallEndpoint(
            CallPipeline pipeline, CallOpening opening, ClientDialect dialect, Operation operation, BodyForm form) {
        this.pipeline = pipeline;
        this.opening = opening;
        this.dialect = dialect;
        this.operation = operation;
        this.form = form;
    }

    @Override
    public void handle(WebRequest request, WebReply reply) {
        pipeline.run(opening.open(request, reply, dialect, operation, form));
    }
}
