package io.sallyport.certificate;

import io.sallyport.acme.AcmeFailure;
import io.sallyport.acme.Proof;
import io.sallyport.acme.Proofs;
import io.sallyport.certificate.CertificateSettings.Proving.OverDns;
import io.sallyport.crypto.WebhookSigner;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Proofs that a program of the operator writes into the DNS: a signed POST for each, answered with 2xx once
/// the record can be looked up.
///
/// The gateway starts no programs of its own.
/// Errors: AcmeFailure when the program does not do it. Source: Standard Webhooks 1.0.
final class HookedProofs implements Proofs {
    private static final Logger LOG = LoggerFactory.getLogger(HookedProofs.class);
    private static final int LARGEST_ANSWER = 64 * 1024;

    /// Records take their time to be seen everywhere.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Outbound outbound;
    private final OverDns hook;
    private final Clock clock;

    HookedProofs(Outbound outbound, OverDns hook, Clock clock) {
        this.outbound = outbound;
        this.hook = hook;
        this.clock = clock;
    }

    @Override
    public Way way() {
        return Way.DNS_01;
    }

    @Override
    public void show(Proof proof) {
        tell("present", proof);
    }

    @Override
    public void hide(Proof proof) {
        try {
            tell("remove", proof);
        } catch (AcmeFailure e) {
            // The domain is proven or not, whatever is left in its DNS.
            LOG.warn("acme_record_left name={} reason={}", proof.name(), e.getMessage());
        }
    }

    private void tell(String action, Proof proof) {
        String body = Json.object()
                .put("action", action)
                .put("domain", proof.domain())
                .put("name", proof.name())
                .put("value", proof.value())
                .toJson()
                .toString();
        int status = send(body);
        if (status < 200 || status > 299) {
            throw new AcmeFailure("the DNS hook answered with status " + status);
        }
    }

    private int send(String body) {
        List<Header> headers = new ArrayList<>(List.of(new Header("content-type", "application/json")));
        headers.addAll(new WebhookSigner(hook.secret().stream().toList())
                .headers("msg_" + UUID.randomUUID(), clock.instant(), body));
        OutboundRequest request =
                new OutboundRequest("POST", hook.hook(), headers, List.of(Bytes.of(body)), PATIENCE, Trust.VERIFY);
        try {
            return new BlockingOutbound(outbound, LARGEST_ANSWER, PATIENCE)
                    .send(request)
                    .status();
        } catch (OutboundFailure e) {
            throw new AcmeFailure("the DNS hook cannot be reached", e);
        }
    }
}
