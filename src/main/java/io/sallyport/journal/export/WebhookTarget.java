package io.sallyport.journal.export;

import io.sallyport.crypto.WebhookSigner;
import io.sallyport.journal.export.ExportSettings.Webhook;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Tells somebody of finished calls by a signed POST (requirement DA45).
///
/// A message that is sent again has the same id, so that receivers can tell.
/// Source: Standard Webhooks 1.0.
final class WebhookTarget implements ExportTarget {
    private final URI url;
    private final WebhookSigner signer;
    private final Post post;

    WebhookTarget(Webhook webhook, Post post) {
        this.url = webhook.url();
        this.signer = new WebhookSigner(webhook.secrets());
        this.post = post;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void bring(List<Json> calls, Instant now) {
        JsonArray data = Json.array();
        calls.forEach(data::add);
        // The id of the first call: nobody else has it, and it stays when the message is sent again.
        String id = "msg_" + calls.getFirst().get("request_id").text();
        String body = Json.object()
                .put("type", "calls.finished")
                .put("timestamp", now.toString())
                .put("data", data)
                .toJson()
                .toString();
        List<Header> headers = new ArrayList<>(
                List.of(new Header("content-type", "application/json"), new Header("user-agent", "Sallyport")));
        headers.addAll(signer.headers(id, now, body));
        post.send("POST", url, headers, Bytes.of(body));
    }
}
