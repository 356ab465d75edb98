package io.sallyport.provider;

import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.util.List;

/// The cap on the tokens of an answer, in chats of vendors with forms of their own.
public final class BodyCap {
    private BodyCap() {}

    /// The body, with a cap where the limits want one and the client named none.
    public static List<Bytes> in(ProviderCall call, String name) {
        if (isUncapped(call)) {
            return call.body();
        }
        return List.of(
                capped(Json.parse(call.request().body()), name, call).toJson().bytes());
    }

    /// The same where the cap stands in an object of its own.
    ///
    /// @param inside the object, for example `inferenceConfig`
    /// @param name of the cap in it
    public static List<Bytes> in(ProviderCall call, String inside, String name) {
        if (isUncapped(call)) {
            return call.body();
        }
        Json body = Json.parse(call.request().body());
        return List.of(JsonObject.from(body)
                .put(inside, capped(body.get(inside), name, call))
                .toJson()
                .bytes());
    }

    private static boolean isUncapped(ProviderCall call) {
        return call.outputCap().isEmpty() || call.request().operation() != Operation.CHAT;
    }

    private static JsonObject capped(Json object, String name, ProviderCall call) {
        JsonObject capped = object.isObject() ? JsonObject.from(object) : Json.object();
        return object.get(name).isPresent()
                ? capped
                : capped.put(name, call.outputCap().orElseThrow());
    }
}
