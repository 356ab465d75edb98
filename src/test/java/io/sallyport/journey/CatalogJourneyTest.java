package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A catalog of aliases over Azure and others: every kind of call, shares of the traffic, and deployments that
/// fail.
@TestInstance(Lifecycle.PER_CLASS)
final class CatalogJourneyTest {
    private static final int CALLS = 200;
    private static final Script TEXT = Script.json(200, "{\"text\":\"hello\"}");
    private static final Script DOWN = Script.json(503, "{\"error\":{\"message\":\"down\"}}");

    private final HandClock clock = HandClock.at(Instant.parse("2026-11-22T00:00:00Z"));
    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final ScriptedUpstream seen = ScriptedUpstream.start().always(Script.json(200, RoutingHouse.HELLO));
    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .clock(clock)
            .backend(azure("azure", simulated.baseUrl()))
            .backend(azure("seen", seen.url()))
            .alias("chat", "azure/sim-1")
            .alias("embed", "azure/sim-embed")
            .alias("image", "azure/sim-image")
            .alias("hear", "seen/hearing")
            .alias("speak", "seen/speaking")
            .alias("watched", "seen/our-deployment")
            .alias("failing", "one/m", "two/m")
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Passerby client = new Passerby(gateway.url());

    private static JsonObject azure(String name, URI url) {
        return Json.object()
                .put("name", name)
                .put("kind", "azure")
                .put("base_url", url.toString())
                .put("api_key", GatewayHarness.UPSTREAM_KEY)
                .put("options", Json.object().put("api_version", "2024-10-21"));
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
        house.close();
        seen.close();
        simulated.close();
        loops.close();
    }

    @Test
    @Tag("O3")
    @Tag("DA11")
    void makesEveryKindOfCallThroughAzure() {
        Json models = Json.parse(client.get("/v1/models", "authorization", "Bearer " + GatewayHarness.KEY)
                .body());
        Json chat = posted(
                "/v1/chat/completions", "\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]");
        Json vector = posted("/v1/embeddings", "\"model\":\"embed\",\"input\":\"hello\"");
        Json picture = posted(
                "/v1/images/generations", "\"model\":\"image\",\"prompt\":\"a fox\",\"response_format\":\"b64_json\"");
        seen.next(Script.whole(200, "audio/mpeg", "ID3"), TEXT, TEXT);
        HttpResponse<String> spoken =
                post("/v1/audio/speech", "\"model\":\"speak\",\"input\":\"hello\",\"voice\":\"alloy\"");

        assertThat(models.get("data").elements())
                .extracting(model -> model.get("id").text())
                .contains("chat", "embed", "image", "hear", "speak");
        assertThat(chat.path("choices.0.message.content").text()).isNotBlank();
        assertThat(vector.path("data.0.embedding").size()).isPositive();
        assertThat(Base64.getDecoder().decode(picture.path("data.0.b64_json").text()))
                .startsWith(0x89, 'P', 'N', 'G');
        assertThat(spoken.body()).isEqualTo("ID3");
        assertThat(List.of(heard("transcriptions"), heard("translations"))).containsOnly(200);
        assertThat(seen.requests().getLast().firstLine())
                .contains("/openai/deployments/hearing/audio/translations", "api-version=2024-10-21");
        seen.forget();
    }

    @Test
    @Tag("O3")
    void namesDeploymentAndVersionInTheAddress() {
        posted("/v1/chat/completions", "\"model\":\"watched\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]");

        assertThat(seen.requests().getLast().firstLine())
                .contains("/openai/deployments/our-deployment/chat/completions", "api-version=2024-10-21");
    }

    @Test
    @Tag("O4")
    void streamsToATrueEndAndWritesUsageDown() {
        try (SseClient stream = gateway.stream("chat")) {
            String text = stream.text();
            String id = stream.header("x-request-id").orElseThrow();

            assertThat(text.split("data: ").length).isGreaterThan(3);
            assertThat(text).endsWith("data: [DONE]\n\n");
            assertThat(Installation.rows(
                            gateway.database(),
                            "select input_tokens > 0, output_tokens > 0 from usage_record where request_id = '" + id
                                    + "'",
                            1))
                    .containsExactly(List.of("t", "t"));
        }
    }

    @Test
    @Tag("O6")
    void splitsTrafficByWeightUntilTheAliasIsDisabled() {
        String deployments = "\"deployments\":[{\"backend\":\"two\",\"model\":\"m\",\"weight\":80},"
                + "{\"backend\":\"three\",\"model\":\"m\",\"weight\":20}]";
        int added = root.post("/admin/api/models", "{\"alias\":\"split\"," + deployments + "}")
                .statusCode();

        long two = IntStream.range(0, CALLS)
                .filter(_ -> RoutingHouse.backend(gateway, "split").equals("two"))
                .count();
        root.send("PUT", "/admin/api/models/split", "{\"alias\":\"split\",\"enabled\":false," + deployments + "}");

        assertThat(added).isEqualTo(201);
        assertThat(two).isBetween(CALLS * 65L / 100, CALLS * 95L / 100);
        assertThat(RoutingHouse.backend(gateway, "split")).isEqualTo("404");
    }

    @Test
    @Tag("O7")
    void skipsADeploymentThatFailsUntilItsRestIsOver() {
        house.one.always(DOWN);

        List<String> failing = IntStream.range(0, 5)
                .mapToObj(_ -> RoutingHouse.backend(gateway, "failing"))
                .toList();
        int asked = house.one.requests().size();
        house.one.always(Script.json(200, RoutingHouse.HELLO));
        clock.move(Duration.ofMinutes(6));

        assertThat(failing).containsOnly("two");
        assertThat(asked).isEqualTo(3);
        assertThat(RoutingHouse.backend(gateway, "failing")).isEqualTo("one");
    }

    private Json posted(String path, String members) {
        return Json.parse(post(path, members).body());
    }

    private HttpResponse<String> post(String path, String members) {
        return client.post(path, "{" + members + "}", "authorization", "Bearer " + GatewayHarness.KEY);
    }

    private int heard(String what) {
        String form = "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nhear\r\n"
                + "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                + "content-type: audio/wav\r\n\r\nRIFF\r\n--b--\r\n";
        return client.send(
                        "POST",
                        "/v1/audio/" + what,
                        form,
                        "authorization",
                        "Bearer " + GatewayHarness.KEY,
                        "content-type",
                        "multipart/form-data; boundary=b")
                .statusCode();
    }
}
