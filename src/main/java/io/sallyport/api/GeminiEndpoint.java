package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.gemini.GeminiPath;
import io.sallyport.inference.Operation;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.CallPipeline;
import io.sallyport.web.Endpoint;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;

/// Sends calls of Gemini's form down the road; what is wanted of the model stands at the end of their path.
///
/// Keys in the address are refused, because addresses are written down in many places on their way.
final class GeminiEndpoint implements Endpoint {
    private final CallPipeline pipeline;
    private final CallOpening opening;
    private final ClientDialect dialect;

    GeminiEndpoint(CallPipeline pipeline, CallOpening opening, ClientDialect dialect) {
        this.pipeline = pipeline;
        this.opening = opening;
        this.dialect = dialect;
    }

    @Override
    public void handle(WebRequest request, WebReply reply) {
        if (!GeminiPath.isOne(request.path())) {
            throw new NotFound("not_found", "There is nothing at this path.").asException();
        }
        if (request.queryParam("key").isPresent()) {
            throw new BadRequest("key_in_address", "Send the key in the header x-goog-api-key.", "key").asException();
        }
        boolean streams = request.path().endsWith(":" + GeminiPath.STREAM);
        if (streams && !request.queryParam("alt").orElse("").equals("sse")) {
            throw new BadRequest("invalid_value", "Streams are server-sent events here: add ?alt=sse.", "alt")
                    .asException();
        }
        Operation operation = GeminiPath.embeds(request.path()) ? Operation.EMBEDDING : Operation.CONTENT;
        pipeline.run(opening.open(request, reply, dialect, operation, BodyForm.JSON));
    }
}
