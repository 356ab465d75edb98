package io.sallyport.dialect;

import io.sallyport.inference.Part.CacheMark;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;

/// The member `cache_control` of Anthropic's form, which routers took over into OpenAI's.
///
/// Source: Anthropic documentation, prompt caching; OpenRouter documentation, prompt caching.
public final class CacheControl {
    /// What the member is called.
    public static final String NAME = "cache_control";

    private CacheControl() {}

    /// The mark on a block, a part or a tool; empty when it has none.
    public static Optional<CacheMark> read(Json marked) {
        Json control = marked.get(NAME);
        return control.isObject() ? Optional.of(new CacheMark(control.get("ttl").textOr(""))) : Optional.empty();
    }

    public static void write(CacheMark mark, JsonObject marked) {
        JsonObject control = Json.object().put("type", "ephemeral");
        marked.put(NAME, mark.lifetime().isEmpty() ? control : control.put("ttl", mark.lifetime()));
    }
}
