package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Outside;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.yaml.Kind;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.net.WholeAnswer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A service that takes JSON and answers with JSON; redirects are not followed.
///
/// Threads: immutable; whoever asks waits.
final class JsonService {
    private static final int LARGEST = 4 << 20;

    private final URI url;
    private final List<Header> headers;

    /// Errors: IllegalArgumentException for what is no http or https address.
    ///
    /// @param key shown as a bearer token
    JsonService(String url, Optional<Secret> key) {
        this.url = Kind.HTTP_URL.parse().apply(url);
        this.headers = new ArrayList<>(List.of(
                new Header("content-type", "application/json"),
                new Header("accept", "application/json"),
                new Header("user-agent", "Sallyport")));
        key.ifPresent(token -> headers.add(new Header("authorization", "Bearer " + token.reveal())));
    }

    /// What it answers.
    ///
    /// Errors: GuardrailFailed for everything but a JSON answer with status 200.
    Json ask(String body, Outside outside, List<Header> further) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(further);
        OutboundRequest request =
                new OutboundRequest("POST", url, all, List.of(Bytes.of(body)), outside.patience(), Trust.VERIFY);
        WholeAnswer answer = send(new BlockingOutbound(outside.outbound(), LARGEST, outside.patience()), request);
        if (answer.status() != 200) {
            throw new GuardrailFailed("its service answered with status " + answer.status());
        }
        try {
            return Json.parse(answer.body());
        } catch (JsonProblem e) {
            throw unusual();
        }
    }

    Json ask(String body, Outside outside) {
        return ask(body, outside, List.of());
    }

    /// An answer in another form than the service's.
    static GuardrailFailed unusual() {
        return new GuardrailFailed("its service answered in an unknown form");
    }

    private static WholeAnswer send(BlockingOutbound client, OutboundRequest request) {
        try {
            return client.send(request);
        } catch (OutboundFailure e) {
            throw new GuardrailFailed(
                    switch (e.kind()) {
                        case DNS -> "its service's name has no address";
                        case DESTINATION ->
                            "its service's address is not public and not in guardrails.allowed_networks";
                        case CONNECT -> "its service cannot be reached";
                        case TLS -> "its service's certificate was not accepted";
                        case TIMEOUT -> "its service did not answer in time";
                        case TOO_LARGE -> "its service's answer is too large";
                        case CLOSED, BAD_RESPONSE -> "its service's answer was cut or is not HTTP";
                    });
        }
    }
}
