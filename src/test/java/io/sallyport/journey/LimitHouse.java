package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Predicate;

/// A gateway with limits on every level, and people whose keys use them up.
///
/// A call costs twelve thousandths of a dollar. Everybody of the tenant together has a dollar a month, each key
/// three calls a day and a hundred a minute, each person a thousand tokens a week of the model `chat`; the
/// backend profile `Everyday` has a quota of its own.
final class LimitHouse implements AutoCloseable {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .pricedByThousands()
            .element("backend_profiles", profile())
            .element("limits", limit("Team budget", "tenant", "cost", "1").put("window", "month"))
            .element("limits", limit("Calls of a day", "key", "requests", "3").put("window", "day"))
            .element("limits", limit("Not too fast", "key", "requests", "100").put("window", "minute"))
            .element(
                    "limits",
                    limit("Words for chat", "user", "tokens", "1000")
                            .put("window", "week")
                            .put("model", "chat"))
            .start();

    private static JsonObject profile() {
        return Json.object()
                .put("name", "Everyday")
                .put("backends", Json.array().add("one"))
                .put("quotas", Json.array().add(quota()));
    }

    private static JsonObject quota() {
        return Json.object()
                .put("per", "key")
                .put("metric", "tokens")
                .put("amount", 5000)
                .put("window", "60m");
    }

    private static JsonObject limit(String name, String scope, String metric, String amount) {
        return Json.object()
                .put("name", name)
                .put("scope", scope)
                .put("metric", metric)
                .put("amount", amount);
    }

    GatewayHarness gateway() {
        return gateway;
    }

    Person person(String name) {
        return Person.in(gateway, name + "@example.org");
    }

    /// A new key of somebody.
    ///
    /// @return the answer, with `api_key` and `key`
    static Json key(Person person, String name) {
        return PortalHouse.key(person, "Everyday", name);
    }

    /// Makes one call, of at most ten tokens back.
    ///
    /// @return its status
    int call(Json key) {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + key.get("api_key").text())
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"model":"chat","max_tokens":10,"messages":[{"role":"user","content":"hello"}]}"""))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Reads a list until it says what it should; the books are written behind the calls.
    static List<Json> eventually(Person person, String path, Predicate<List<Json>> wanted) {
        return Await.answer(() -> person.read(path).get("data").elements(), wanted);
    }

    /// The one of a list with a name.
    static Json named(List<Json> limits, String name) {
        return limits.stream()
                .filter(limit -> limit.get("name").text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        gateway.close();
        upstream.close();
        client.close();
    }
}
