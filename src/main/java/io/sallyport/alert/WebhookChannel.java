package io.sallyport.alert;

import io.sallyport.crypto.WebhookSigner;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Alerts by webhook: a signed POST; redirects are not followed, and what is answered is never shown.
///
/// Source: Standard Webhooks 1.0; security catalogue M09.
final class WebhookChannel implements Channel {
    private static final int LARGEST_ANSWER = 64 * 1024;

    private final Outbound outbound;
    private final Supplier<WebhookSettings> settings;
    private final Clock clock;

    /// @param outbound connects to addresses that webhooks may stand at, and to no others
    WebhookChannel(Outbound outbound, Supplier<WebhookSettings> settings, Clock clock) {
        this.outbound = outbound;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void send(Alert alert, String target) {
        WebhookSettings now = settings.get();
        String body = alert.payload().toString();
        OutboundRequest request = new OutboundRequest(
                "POST",
                URI.create(target),
                headers(alert, now, body),
                List.of(Bytes.of(body)),
                now.timeout(),
                Trust.VERIFY);
        int status = status(new BlockingOutbound(outbound, LARGEST_ANSWER, now.timeout()), request);
        if (status < 200 || status > 299) {
            throw new DeliveryFailed("the receiver answered with status " + status);
        }
    }

    private List<Header> headers(Alert alert, WebhookSettings now, String body) {
        List<Header> headers = new ArrayList<>(
                List.of(new Header("content-type", "application/json"), new Header("user-agent", "Sallyport")));
        headers.addAll(new WebhookSigner(now.secrets()).headers("msg_" + alert.id(), clock.instant(), body));
        return headers;
    }

    private static int status(BlockingOutbound client, OutboundRequest request) {
        try {
            return client.send(request).status();
        } catch (OutboundFailure e) {
            throw new DeliveryFailed(
                    switch (e.kind()) {
                        case DNS -> "the receiver's name has no address";
                        case DESTINATION ->
                            "the receiver's address is not public and not in alerts.webhook.allowed_networks";
                        case CONNECT -> "the receiver cannot be reached";
                        case TLS -> "the receiver's certificate was not accepted";
                        case TIMEOUT -> "the receiver did not answer in time";
                        case CLOSED, BAD_RESPONSE, TOO_LARGE -> "the receiver's answer is not a usable one";
                    });
        }
    }
}
