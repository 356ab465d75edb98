package io.sallyport.identity.oidc;

import io.sallyport.identity.oidc.SignInRefused.Reason;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.net.WholeAnswer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The requests this gateway makes to the provider. No redirects, five seconds, one megabyte.
///
/// Errors: SignInRefused PROVIDER when the provider does not answer, or not with JSON.
final class ProviderRequests {
    private static final int LARGEST = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Header ACCEPT = new Header("accept", "application/json");
    private static final int OK = 200;

    private final BlockingOutbound outbound;
    private final Trust trust;

    ProviderRequests(Outbound outbound, Trust trust) {
        this.outbound = new BlockingOutbound(outbound, LARGEST, PATIENCE);
        this.trust = trust;
    }

    Json document(URI address) {
        return json(ok(send("GET", address, List.of(ACCEPT), List.of())));
    }

    String text(URI address) {
        return ok(send("GET", address, List.of(ACCEPT), List.of())).body().text();
    }

    Json withToken(URI address, Secret accessToken) {
        Header bearer = new Header("authorization", "Bearer " + accessToken.reveal());
        return json(ok(send("GET", address, List.of(ACCEPT, bearer), List.of())));
    }

    /// Posts a form in the name of the client.
    ///
    /// Errors: SignInRefused CODE when the provider refuses it.
    Json form(URI address, Map<String, String> fields, List<Header> credentials) {
        List<Header> headers = new ArrayList<>(credentials);
        headers.add(ACCEPT);
        headers.add(new Header("content-type", "application/x-www-form-urlencoded"));
        WholeAnswer answer = send("POST", address, headers, List.of(Bytes.of(encoded(fields))));
        if (answer.status() >= 400 && answer.status() < 500) {
            throw new SignInRefused(Reason.CODE, "the provider gives no token, status " + answer.status());
        }
        return json(ok(answer));
    }

    /// The client's name and secret as a header; both are encoded first, because they may hold a colon.
    ///
    /// Source: RFC 6749, 2.3.1.
    static Header basic(String clientId, Secret secret) {
        String pair = encoded(clientId) + ':' + encoded(secret.reveal());
        return new Header(
                "authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /// Fields as they stand in a form or after a question mark.
    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private WholeAnswer send(String method, URI address, List<Header> headers, List<Bytes> body) {
        try {
            return outbound.send(new OutboundRequest(method, address, headers, body, PATIENCE, trust));
        } catch (OutboundFailure e) {
            throw new SignInRefused(Reason.PROVIDER, "the provider gave no answer: " + e.kind(), e);
        }
    }

    private static WholeAnswer ok(WholeAnswer answer) {
        if (answer.status() != OK) {
            throw new SignInRefused(Reason.PROVIDER, "the provider answered with status " + answer.status());
        }
        return answer;
    }

    private static Json json(WholeAnswer answer) {
        try {
            return Json.parse(answer.body());
        } catch (JsonProblem e) {
            throw new SignInRefused(Reason.PROVIDER, "the provider's answer is not JSON", e);
        }
    }
}
