package io.sallyport.api;

import io.sallyport.json.JsonObject;
import io.sallyport.web.WebReply;

/// An answer of the gateway's own that nobody may keep.
final class FreshJson {
    private FreshJson() {}

    static void send(WebReply reply, JsonObject body) {
        reply.status(200)
                .header("content-type", "application/json")
                .header("cache-control", "no-store")
                .send(body.toJson().bytes());
    }
}
