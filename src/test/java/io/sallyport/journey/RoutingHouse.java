package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Three upstreams, called one, two and three, and what tests of routing ask of a gateway before them.
final class RoutingHouse implements AutoCloseable {
    static final String HELLO = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}";

    final ScriptedUpstream one = ScriptedUpstream.start().always(Script.json(200, HELLO));
    final ScriptedUpstream two = ScriptedUpstream.start().always(Script.json(200, HELLO));
    final ScriptedUpstream three = ScriptedUpstream.start().always(Script.json(200, HELLO));

    /// A description with the three backends; `one` is labelled `region: us`, the others `region: eu`.
    GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .backend("one", one.url(), Json.object().put("region", "us"))
                .backend("two", two.url(), Json.object().put("region", "eu"))
                .backend("three", three.url(), Json.object().put("region", "eu"));
    }

    /// An alias with targets, written `backend/model`, that are equals, and what is said of its routing.
    static JsonObject alias(String alias, JsonObject routing, String... targets) {
        JsonArray list = Json.array();
        for (String target : targets) {
            String[] parts = target.split("/", 2);
            list.add(Json.object().put("backend", parts[0]).put("model", parts[1]));
        }
        return Json.object().put("alias", alias).put("targets", list).put("routing", routing);
    }

    /// A chat call.
    ///
    /// @param more further members of the body, each with a comma before it
    static SseClient chat(GatewayHarness gateway, String model, Map<String, String> headers, String more) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("authorization", "Bearer " + GatewayHarness.KEY);
        return SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                all,
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}");
    }

    /// The backend that answers a chat call; its status when none does.
    static String backend(GatewayHarness gateway, String model) {
        return backend(gateway, model, Map.of(), "");
    }

    static String backend(GatewayHarness gateway, String model, Map<String, String> headers, String more) {
        try (SseClient call = chat(gateway, model, headers, more)) {
            call.text();
            return call.header("x-sallyport-backend").orElse(String.valueOf(call.status()));
        }
    }

    /// What the operators' API answers.
    static Json operate(GatewayHarness gateway, String method, String path, String body) {
        return Json.parse(asked(gateway, method, path, body).body());
    }

    static int status(GatewayHarness gateway, String method, String path, String body) {
        return asked(gateway, method, path, body).statusCode();
    }

    private static HttpResponse<String> asked(GatewayHarness gateway, String method, String path, String body) {
        try (Passerby operator = new Passerby(gateway.url())) {
            return operator.send(
                    method,
                    path,
                    body,
                    "authorization",
                    "Bearer " + GatewayHarness.ADMIN_KEY,
                    "content-type",
                    "application/json");
        }
    }

    /// Rows of the request log, which is written behind the answers; waits for the first one.
    static List<List<String>> logged(GatewayHarness gateway, String columns, String model) {
        String question = "select " + columns + " from request_log l where model = '" + model + "'";
        return Installation.rows(gateway.database(), question, 1);
    }

    /// Lets every upstream answer again, and forget what it heard.
    void forget() {
        for (ScriptedUpstream upstream : List.of(one, two, three)) {
            upstream.forget();
            upstream.always(Script.json(200, HELLO));
        }
    }

    @Override
    public void close() {
        one.close();
        two.close();
        three.close();
    }
}
