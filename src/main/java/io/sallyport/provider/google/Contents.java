package io.sallyport.provider.google;

import io.sallyport.dialect.gemini.GeminiPath;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.ProviderCall;
import java.util.List;

/// A call of Gemini's form on its way out: the model stands in its address, in calls for vectors in the body
/// too, which holds the cap on the answer.
final class Contents {
    private static final String CONFIG = "generationConfig";
    private static final String CAP = "maxOutputTokens";
    private static final String MODEL = "model";
    private static final String REQUESTS = "requests";

    private Contents() {}

    /// Path and query; of what the client wrote there only the method goes on.
    ///
    /// @param under for example `/v1beta/models/`
    static String target(ProviderCall call, String under) {
        GeminiPath asked = GeminiPath.read(call.request().path());
        String path = new GeminiPath(model(call), asked.method()).below(under);
        return asked.method().equals(GeminiPath.STREAM) ? path + "?alt=sse" : path;
    }

    private static String model(ProviderCall call) {
        return call.request()
                .facts()
                .model()
                .orElseGet(() -> GeminiPath.read(call.request().path()).model());
    }

    /// The body as it came; with a cap where a limit needs one and the client named none, and with the model's
    /// own name where the vendor refuses another than in the address.
    static List<Bytes> body(ProviderCall call) {
        RawRequest request = call.request();
        boolean embeds = GeminiPath.embeds(request.path());
        boolean isAsItCame = request.operation() == Operation.EMBEDDING
                ? !embeds
                : call.outputCap().isEmpty();
        if (isAsItCame) {
            return call.body();
        }
        try {
            Json body = Json.parse(request.body());
            JsonObject told = embeds
                    ? named(body, "models/" + model(call))
                    : capped(body, call.outputCap().get());
            return List.of(told.toJson().bytes());
        } catch (JsonProblem e) {
            return call.body();
        }
    }

    private static JsonObject capped(Json body, long cap) {
        Json said = body.get(CONFIG);
        JsonObject config = said.isObject() ? JsonObject.from(said) : Json.object();
        return JsonObject.from(body).put(CONFIG, config.put(CAP, cap));
    }

    private static JsonObject named(Json body, String model) {
        JsonObject named = JsonObject.from(body);
        if (body.get(MODEL).isPresent()) {
            named.put(MODEL, model);
        }
        if (body.get(REQUESTS).isArray()) {
            JsonArray requests = Json.array();
            body.get(REQUESTS)
                    .elements()
                    .forEach(request -> requests.add(JsonObject.from(request).put(MODEL, model)));
            named.put(REQUESTS, requests);
        }
        return named;
    }
}
