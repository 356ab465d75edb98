package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Only operators name addresses that the gateway calls, besides webhooks of limits, which have a guard of
/// their own.
@Tag("M11")
final class ForeignAddressesTest {
    private static final Pattern ADDRESS = Pattern.compile("url|uri|endpoint|webhook|host", Pattern.CASE_INSENSITIVE);

    /// Webhooks go through the address rules (M09).
    private static final Set<String> GUARDED = Set.of("alert_webhooks");

    @Test
    void letsNobodyElseNameAnAddressToCall() {
        try (GatewayHarness gateway = GatewayHarness.with().start();
                Passerby client = new Passerby(gateway.url())) {
            Json document = Json.parse(client.get("/openapi.json").body());
            List<String> asked = new ArrayList<>();
            List<String> named = new ArrayList<>();

            for (Json.Field path : document.get("paths").fields()) {
                for (Json.Field method : path.value().fields()) {
                    String permission = method.value().get("x-permission").textOr("operate");
                    Json body = method.value().path("requestBody.content");
                    if (!permission.equals("operate") && body.isPresent()) {
                        asked.add(path.name());
                        named.addAll(addresses(document, path.name(), body));
                    }
                }
            }

            assertThat(asked).hasSizeGreaterThan(10);
            assertThat(named).isEmpty();
        }
    }

    private static List<String> addresses(Json document, String path, Json body) {
        String reference = body.get("application/json").path("schema.$ref").text();
        Json schema = document.path("components.schemas").get(reference.substring(reference.lastIndexOf('/') + 1));
        return schema.get("properties").fields().stream()
                .map(Json.Field::name)
                .filter(name -> ADDRESS.matcher(name).find() && !GUARDED.contains(name))
                .map(name -> path + " " + name)
                .toList();
    }
}
