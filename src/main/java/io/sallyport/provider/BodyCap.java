package io.sallyport.provider;

import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.util.List;

/// The cap on the tokens of an answer, for chats in whose body it stands in an object of its own.
public final class BodyCap {
    private BodyCap() {}

    /// The body, with a cap where the limits want one and the client named none.
    ///
    /// @param inside the object, for example `inferenceConfig`
    /// @param name of the cap in it
    public static List<Bytes> in(ProviderCall call, String inside, String name) {
        if (call.outputCap().isEmpty() || call.request().operation() != Operation.CHAT) {
            return call.body();
        }
        Json body = Json.parse(call.request().body());
        Json options = body.get(inside);
        JsonObject capped = options.isObject() ? JsonObject.from(options) : Json.object();
        if (!options.get(name).isPresent()) {
            capped.put(name, call.outputCap().get());
        }
        return List.of(JsonObject.from(body).put(inside, capped).toJson().bytes());
    }
}
