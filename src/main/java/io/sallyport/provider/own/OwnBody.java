package io.sallyport.provider.own;

import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.BodyCap;
import io.sallyport.provider.ProviderCall;
import java.util.List;
import java.util.Optional;

/// Bodies with what limits and options of a backend say.
final class OwnBody {
    private OwnBody() {}

    static List<Bytes> cohere(ProviderCall call) {
        return BodyCap.in(call, "max_tokens");
    }

    /// The option `num_ctx` says how many tokens a prompt and its answer may have, `keep_alive` how long the
    /// model stays in memory.
    static List<Bytes> ollama(ProviderCall call) {
        List<Bytes> capped = BodyCap.in(call, "options", "num_predict");
        Optional<String> context = call.backend().option("num_ctx").filter(text -> text.matches("[0-9]{1,9}"));
        Optional<String> kept = call.backend().option("keep_alive");
        if (context.isEmpty() && kept.isEmpty()) {
            return capped;
        }
        Json body = Json.parse(capped.getFirst());
        JsonObject told = JsonObject.from(body);
        if (context.isPresent() && call.request().operation() == Operation.CHAT) {
            Json options = body.get("options");
            told.put(
                    "options",
                    (options.isObject() ? JsonObject.from(options) : Json.object())
                            .put("num_ctx", Long.parseLong(context.get())));
        }
        kept.ifPresent(text -> {
            if (text.matches("-?[0-9]{1,9}")) {
                told.put("keep_alive", Long.parseLong(text));
            } else {
                told.put("keep_alive", text);
            }
        });
        return List.of(told.toJson().bytes());
    }
}
