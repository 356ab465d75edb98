package io.sallyport.journal.audit;

import io.sallyport.journal.audit.AuditSettings.Cluster;
import io.sallyport.journal.audit.AuditSettings.Login;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.WholeAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The few requests that the audit trail has for an OpenSearch.
///
/// Threads: blocks; for threads that may wait.
/// Source: OpenSearch documentation, bulk, index templates, search.
public final class OpenSearch {
    static final String NEWLINE_JSON = "application/x-ndjson";
    private static final String PLAIN_JSON = "application/json";
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Outbound outbound;
    private final Cluster cluster;

    public OpenSearch(Outbound outbound, Cluster cluster) {
        this.outbound = outbound;
        this.cluster = cluster;
    }

    Cluster cluster() {
        return cluster;
    }

    /// Asks without a body.
    ///
    /// Errors: Unanswered, also when the answer does not say that all went well.
    Json ask(String method, String path) {
        return ask(method, path, Bytes.EMPTY);
    }

    /// Asks with a body.
    ///
    /// Errors: Unanswered, also when the answer does not say that all went well.
    Json ask(String method, String path, Json body) {
        return ask(method, path, body.bytes());
    }

    private Json ask(String method, String path, Bytes body) {
        WholeAnswer answer = send(method, path, PLAIN_JSON, body);
        if (answer.status() < 200 || answer.status() > 299) {
            throw Unanswered.status(answer);
        }
        return parsed(answer);
    }

    /// Errors: Unanswered when there is no answer at all.
    WholeAnswer send(String method, String path, String type, Bytes body) {
        OutboundRequest request = new OutboundRequest(
                method,
                URI.create(base() + path),
                headers(type, body),
                body.isEmpty() ? List.of() : List.of(body),
                cluster.patience(),
                cluster.trust());
        try {
            return new BlockingOutbound(outbound, LARGEST_ANSWER, cluster.patience()).send(request);
        } catch (OutboundFailure e) {
            throw Unanswered.of(e);
        }
    }

    static Json parsed(WholeAnswer answer) {
        try {
            return Json.parse(answer.body());
        } catch (JsonProblem e) {
            throw new Unanswered("it answered with something that is no JSON");
        }
    }

    private String base() {
        String url = cluster.url().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private List<Header> headers(String type, Bytes body) {
        List<Header> headers =
                new ArrayList<>(List.of(new Header("accept", PLAIN_JSON), new Header("user-agent", "Sallyport")));
        if (!body.isEmpty()) {
            headers.add(new Header("content-type", type));
        }
        cluster.login().ifPresent(login -> headers.add(new Header("authorization", authorization(login))));
        return headers;
    }

    private static String authorization(Login login) {
        return switch (login) {
            case Login.Password(var user, var password) ->
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
            case Login.ApiKey(var key) -> "ApiKey " + key.reveal();
        };
    }
}
