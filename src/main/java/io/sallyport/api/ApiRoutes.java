package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.inference.Operation;
import io.sallyport.journal.Journal;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.limit.HeldLimits;
import io.sallyport.limit.Limits;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.CallPipeline;
import io.sallyport.pipeline.RealtimePipeline;
import io.sallyport.routing.Resolver;
import io.sallyport.web.Endpoint;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The route table of `/v1`, and the order of the outer stages around every endpoint (requirement DA27).
///
/// Recovery is the server's failure writer, outermost so that nothing escapes it; the request log is the
/// journal entry each call opens first; CORS comes before the endpoint so that errors carry its headers too;
/// content type and capture belong to the road, because they depend on the operation.
public final class ApiRoutes {
    private final ClientDialect openai;
    private final ClientDialect anthropic;
    private final ClientDialect gemini;
    private final CallPipeline pipeline;
    private final CallOpening opening;
    private final ProvenCaller proven;
    private final Supplier<Resolver> resolver;
    private final Cors cors;
    private final RealtimePipeline realtime;
    private final CallerEndpoint holder;
    private final List<Route> routes = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    private ApiRoutes(CallPipeline pipeline, Supplier<Resolver> resolver, Dialects dialects, Parts parts) {
        this.openai = dialects.openai();
        this.anthropic = dialects.anthropic();
        this.gemini = dialects.gemini();
        this.pipeline = pipeline;
        this.opening = new CallOpening(parts.journal(), parts.clock());
        this.proven = new ProvenCaller(parts.authenticator(), parts.blocking(), parts.errors());
        this.resolver = resolver;
        this.cors = new Cors(parts.cors());
        this.holder = new HolderEndpoint(parts.held(), parts.blocking(), parts.errors());
        this.realtime = parts.realtime();
    }

    /// What the door needs besides the road.
    public record Parts(
            Journal journal,
            Clock clock,
            KeyAuthenticator authenticator,
            Executor blocking,
            ApiErrors errors,
            CorsSettings cors,
            RealtimePipeline realtime,
            Limits limits,
            HeldLimits held) {}

    /// Every route of the API.
    public static List<Route> of(CallPipeline pipeline, Supplier<Resolver> resolver, Dialects dialects, Parts parts) {
        ApiRoutes table = new ApiRoutes(pipeline, resolver, dialects, parts);
        table.modelCalls();
        table.models();
        table.gemini();
        table.realtime();
        table.collections();
        table.rest();
        return List.copyOf(table.routes);
    }

    private void modelCalls() {
        call("/v1/chat/completions", openai, Operation.CHAT, BodyForm.JSON);
        call("/v1/completions", openai, Operation.COMPLETION, BodyForm.JSON);
        call("/v1/responses", openai, Operation.RESPONSE, BodyForm.JSON);
        call("/v1/embeddings", openai, Operation.EMBEDDING, BodyForm.JSON);
        call("/v1/moderations", openai, Operation.MODERATION, BodyForm.JSON_MODEL_OPTIONAL);
        call("/v1/images/generations", openai, Operation.IMAGE, BodyForm.JSON_MODEL_OPTIONAL);
        call("/v1/images/edits", openai, Operation.IMAGE, BodyForm.FORM);
        call("/v1/images/variations", openai, Operation.IMAGE, BodyForm.FORM);
        call("/v1/audio/speech", openai, Operation.SPEECH, BodyForm.JSON);
        call("/v1/audio/transcriptions", openai, Operation.TRANSCRIPTION, BodyForm.FORM);
        call("/v1/audio/translations", openai, Operation.TRANSLATION, BodyForm.FORM);
        call("/v1/messages", anthropic, Operation.MESSAGE, BodyForm.JSON);
        call("/v1/messages/count_tokens", anthropic, Operation.MESSAGE, BodyForm.JSON);
    }

    /// Backends declared this path before it was one of ours; where one does, it is still passed on.
    private void rerank(DeclaredEndpoint declared) {
        Endpoint own = new ModelCallEndpoint(pipeline, opening, openai, Operation.RERANK, BodyForm.JSON);
        add(
                "POST",
                "/v1/rerank",
                Access.KEY,
                (request, reply) -> (declared.knows(request.path()) ? declared : own).handle(request, reply));
    }

    private void models() {
        ModelsEndpoint models = new ModelsEndpoint(resolver);
        add("GET", "/v1/models", Access.KEY, proven.of(models));
        add("GET", "/v1/models/{id...}", Access.KEY, proven.of(models.one()));
        add("GET", "/v1/me", Access.KEY, proven.of(holder));
    }

    /// Version 1 is where the list of models is OpenAI's.
    private void gemini() {
        Endpoint contents = new GeminiEndpoint(pipeline, opening, gemini);
        GeminiModelsEndpoint models = new GeminiModelsEndpoint(resolver);
        add("POST", "/v1beta/models/{id...}", Access.KEY, contents);
        add("POST", "/v1/models/{id...}", Access.KEY, contents);
        add("GET", "/v1beta/models", Access.KEY, proven.of(models));
        add("GET", "/v1beta/models/{id...}", Access.KEY, proven.of(models.one()));
    }

    private void realtime() {
        CallerEndpoint session = (caller, request, reply) ->
                realtime.open(opening.open(request, reply, openai, Operation.REALTIME, BodyForm.ANY), caller);
        routes.add(new Route("GET", "/v1/realtime", Access.KEY, proven.of(session)));
    }

    /// Collections that backends keep: passed on with their sub-paths.
    private void collections() {
        collection("/v1/files", Operation.FILE);
        collection("/v1/uploads", Operation.UPLOAD);
        collection("/v1/batches", Operation.BATCH);
        collection("/v1/assistants", Operation.ASSISTANT);
        collection("/v1/threads", Operation.ASSISTANT);
        collection("/v1/fine_tuning/jobs", Operation.FINE_TUNING);
        collection("/v1/fine-tuning/jobs", Operation.FINE_TUNING);
        add("GET", "/v1/responses/{rest...}", Access.KEY, passed(Operation.RESPONSE));
        add("DELETE", "/v1/responses/{rest...}", Access.KEY, passed(Operation.RESPONSE));
    }

    private void rest() {
        DeclaredEndpoint declared = new DeclaredEndpoint(
                pipeline, opening, openai, () -> resolver.get().backends());
        rerank(declared);
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            add(method, "/v1/{rest...}", Access.KEY, declared);
        }
    }

    private void call(String path, ClientDialect dialect, Operation operation, BodyForm form) {
        add("POST", path, Access.KEY, new ModelCallEndpoint(pipeline, opening, dialect, operation, form));
    }

    private void collection(String path, Operation operation) {
        Endpoint passed = passed(operation);
        for (String method : List.of("GET", "POST")) {
            add(method, path, Access.KEY, passed);
        }
        for (String method : List.of("GET", "POST", "DELETE")) {
            add(method, path + "/{rest...}", Access.KEY, passed);
        }
    }

    private Endpoint passed(Operation operation) {
        return new ModelCallEndpoint(pipeline, opening, openai, operation, BodyForm.ANY);
    }

    /// A path answers every method itself, so each needs its own preflight.
    private void add(String method, String path, Access access, Endpoint endpoint) {
        routes.add(new Route(method, path, access, cors.around(endpoint)));
        if (paths.add(path)) {
            routes.add(new Route("OPTIONS", path, Access.OPEN, cors::preflight));
        }
    }
}
