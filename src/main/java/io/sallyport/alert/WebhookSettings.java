package io.sallyport.alert;

import io.sallyport.lang.Secret;
import io.sallyport.transport.AddressRange;
import java.time.Duration;
import java.util.List;

/// How webhooks are sent.
///
/// @param timeout from sending to the last byte of the answer
/// @param secrets each signs; none for webhooks without a signature
/// @param allowedNetworks addresses webhooks may stand at although they are not public
public record WebhookSettings(Duration timeout, List<Secret> secrets, List<AddressRange> allowedNetworks) {
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    public WebhookSettings {
        secrets = List.copyOf(secrets);
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
