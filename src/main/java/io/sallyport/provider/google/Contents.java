package io.sallyport.provider.google;

import io.sallyport.dialect.gemini.GeminiPath;
import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.ProviderCall;
import java.util.List;

/// A call of Gemini's form on its way out: the model stands in its address, the cap on the answer in its body.
final class Contents {
    private static final String CONFIG = "generationConfig";
    private static final String CAP = "maxOutputTokens";

    private Contents() {}

    /// Path and query; of what the client wrote there only the method goes on.
    ///
    /// @param under for example `/v1beta/models/`
    static String target(ProviderCall call, String under) {
        GeminiPath asked = GeminiPath.read(call.request().path());
        String model = call.request().facts().model().orElse(asked.model());
        String path = new GeminiPath(model, asked.method()).below(under);
        return asked.method().equals(GeminiPath.STREAM) ? path + "?alt=sse" : path;
    }

    /// The body as it came; only where a limit needs a cap and the client named none, with that cap.
    static List<Bytes> body(ProviderCall call) {
        if (call.outputCap().isEmpty() || call.request().operation() != Operation.CONTENT) {
            return call.body();
        }
        try {
            JsonObject body = JsonObject.from(Json.parse(call.request().body()));
            Json said = Json.parse(call.request().body()).get(CONFIG);
            JsonObject config = said.isObject() ? JsonObject.from(said) : Json.object();
            body.put(CONFIG, config.put(CAP, call.outputCap().get()));
            return List.of(body.toJson().bytes());
        } catch (JsonProblem e) {
            return call.body();
        }
    }
}
