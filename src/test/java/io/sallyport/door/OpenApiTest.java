package io.sallyport.door;

import static io.sallyport.identity.Permission.OPERATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OpenApiTest {

    private final Json document = OpenApi.document(
            "1.2.3",
            List.of(
                    new Route("POST", "/v1/chat/completions", Access.KEY, (_, _) -> {}),
                    new Route("GET", "/health", Access.OPEN, (_, _) -> {}),
                    new Route("GET", "/v1/files/{path...}", Access.KEY, (_, _) -> {})),
            List.of(JsonRoute.taking(
                            OPERATE,
                            Asked.class,
                            "POST /admin/api/things/{id}",
                            "Make it",
                            Made.class,
                            (_, _) -> new Made("a", List.of()))
                    .answering(201)));

    @Test
    void namesEveryRoute() {
        assertThat(document.get("paths").fields())
                .extracting(Json.Field::name)
                .containsExactly("/admin/api/things/{id}", "/health", "/v1/chat/completions", "/v1/files/{path}");
    }

    @Test
    void saysWhichRoutesNeedAKey() {
        assertThat(path("/v1/chat/completions").get("post").get("security").isPresent())
                .isTrue();
        assertThat(path("/health").get("get").get("security").isPresent()).isFalse();
    }

    @Test
    void describesWhatAnOperatorsRouteTakesAndGives() {
        Json operation = path("/admin/api/things/{id}").get("post");

        assertThat(operation.get("summary").text()).isEqualTo("Make it");
        assertThat(operation.get("parameters").at(0).get("name").text()).isEqualTo("id");
        assertThat(operation
                        .get("requestBody")
                        .get("content")
                        .get("application/json")
                        .toString())
                .contains("#/components/schemas/Asked");
        assertThat(operation.get("responses").get("201").toString()).contains("#/components/schemas/Made");
    }

    @Test
    void describesRecordsAsTheyAreWritten() {
        Json asked = document.path("components.schemas.Asked");

        assertThat(asked.path("properties.due_at.anyOf").at(0).get("format").text())
                .isEqualTo("date-time");
        assertThat(asked.path("properties.colour.enum").toString()).isEqualTo("[\"red\",\"green\"]");
        assertThat(asked.get("required").toString()).isEqualTo("[\"colour\"]");
        assertThat(document.path("components.schemas.Made.properties.parts.items")
                        .toString())
                .contains("#/components/schemas/Part");
        assertThat(document.path("components.schemas.Part.properties.count.type")
                        .text())
                .isEqualTo("integer");
    }

    private Json path(String path) {
        return document.get("paths").get(path);
    }

    record Asked(Colour colour, Optional<Instant> dueAt) {}

    record Made(String id, List<Part> parts) {}

    record Part(int count) {}

    enum Colour {
        RED,
        GREEN
    }
}
