package io.sallyport.routing;

import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.Backend;
import java.util.Locale;
import java.util.function.Function;

/// Keeps Qwen3 models from thinking aloud where nobody would see it: on nodes and for model roles, unless the
/// caller said otherwise.
///
/// Source: requirement RO23; Qwen3 model card, switching between thinking and non-thinking mode.
final class QuietThinking {
    private static final String KWARGS = "chat_template_kwargs";
    private static final String SWITCH = "enable_thinking";

    private QuietThinking() {}

    /// The request as such a model shall get it; the same one everywhere else.
    ///
    /// @param facts read from a changed body
    static RawRequest of(RawRequest request, Target target, Plan plan, Function<Bytes, RequestFacts> facts) {
        if (!applies(request, target, plan)) {
            return request;
        }
        Json body = Json.parse(request.body());
        Json given = body.get(KWARGS);
        if (given.isPresent() && (!given.isObject() || given.get(SWITCH).isPresent())) {
            return request;
        }
        JsonObject kwargs = given.isObject() ? JsonObject.from(given) : Json.object();
        Bytes quiet = JsonObject.from(body)
                .put(KWARGS, kwargs.put(SWITCH, false))
                .toJson()
                .bytes();
        return new RawRequest(
                request.operation(),
                request.method(),
                request.path(),
                request.query(),
                request.contentType(),
                quiet,
                facts.apply(quiet));
    }

    private static boolean applies(RawRequest request, Target target, Plan plan) {
        boolean isOurs =
                plan.role().isPresent() || target.upstream().backend().source().equals(Backend.NODE);
        return isOurs
                && request.operation() == Operation.CHAT
                && !plan.exposeReasoning()
                && target.model()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]", "")
                        .contains("qwen3");
    }
}
