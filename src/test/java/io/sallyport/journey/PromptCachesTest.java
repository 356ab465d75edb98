package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What providers' prompt caches save is measured for every alias.
final class PromptCachesTest {
    private static final String ANSWER = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":1,\"total_tokens\":1001,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":900}}}";

    @Test
    void tellsHowMuchCameFromCachesAndWhatThatSpared() {
        try (RoutingHouse house = new RoutingHouse();
                GatewayHarness gateway = house.setup()
                        .alias("warm", "one/m")
                        .alias("cold", "two/m")
                        .element(
                                "prices",
                                Json.object()
                                        .put("kind", "openai_compatible")
                                        .put("model", "m")
                                        .put("price_unit", "per_1m")
                                        .put("input", 10)
                                        .put("cached_input", 1)
                                        .put("output", 20))
                        .start()) {
            house.one.always(Script.json(200, ANSWER));
            RoutingHouse.backend(gateway, "warm");
            RoutingHouse.backend(gateway, "warm");
            RoutingHouse.backend(gateway, "cold");
            Installation.rows(gateway.database(), "select request_id from usage_record", 3);

            List<Json> seen = RoutingHouse.operate(gateway, "GET", "/admin/api/cache/prompts", "")
                    .get("data")
                    .elements();

            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst().get("model").text()).isEqualTo("warm");
            assertThat(seen.getFirst().get("prompt_tokens").asLong()).isEqualTo(2000);
            assertThat(seen.getFirst().get("cached_tokens").asLong()).isEqualTo(1800);
            assertThat(seen.getFirst().get("saved_usd").text()).isEqualTo("0.0162");
        }
    }
}
