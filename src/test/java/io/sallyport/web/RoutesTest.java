package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {
    private static final Endpoint NOTHING = (request, reply) -> {};

    private final Routes routes = new Routes(List.of(
            route("GET", "/v1/models"),
            route("POST", "/v1/chat/completions"),
            route("GET", "/v1/models/{model...}"),
            route("GET", "/admin/keys/{id}"),
            route("DELETE", "/admin/keys/{id}"),
            route("GET", "/admin/keys/own"),
            route("GET", "/admin/keys/{id}/usage"),
            route("GET", "/admin/{section}/list")));

    @Test
    void findsAnExactPath() {
        Routes.Match match = routes.match("POST", "/v1/chat/completions");

        assertThat(match.route().path()).isEqualTo("/v1/chat/completions");
        assertThat(match.params()).isEmpty();
    }

    @Test
    void decodesAParameter() {
        Routes.Match match = routes.match("DELETE", "/admin/keys/k%C3%A9y%201");

        assertThat(match.params()).containsOnly(Map.entry("id", "kéy 1"));
    }

    @Test
    void prefersALiteralSegmentToAParameter() {
        Routes.Match match = routes.match("GET", "/admin/keys/own");

        assertThat(match.route().path()).isEqualTo("/admin/keys/own");
    }

    @Test
    void triesAParameterWhenTheLiteralLeadsNowhere() {
        Routes.Match match = routes.match("GET", "/admin/keys/list");

        assertThat(match.route().path()).isEqualTo("/admin/keys/{id}");
        assertThat(routes.match("GET", "/admin/roles/list").params()).containsEntry("section", "roles");
    }

    @Test
    void takesTheRestOfAPathWithItsSlashes() {
        Routes.Match match = routes.match("GET", "/v1/models/meta-llama/Llama-3.1-8B");

        assertThat(match.params()).containsEntry("model", "meta-llama/Llama-3.1-8B");
    }

    @Test
    void answersHeadWithTheGetRoute() {
        Routes.Match match = routes.match("HEAD", "/v1/models");

        assertThat(match.route().method()).isEqualTo("GET");
    }

    @Test
    void namesTheMethodsAPathTakes() {
        Refusal refusal = refusal("POST", "/admin/keys/7");

        assertThat(refusal).isEqualTo(new Refusal.MethodNotAllowed("DELETE, GET, HEAD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/models/", "/V1/models", "/v1/modelss", "/admin/keys/7/other"})
    void findsNothingAtOtherPaths(String path) {
        Refusal refusal = refusal("GET", path);

        assertThat(refusal).isInstanceOf(Refusal.NotFound.class);
    }

    @Tag("A13")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../admin/keys/7",
                "/v1/%2e%2e/admin/keys/7",
                "/v1/%2E./admin/keys/7",
                "//admin/keys/7",
                "/admin//keys/7",
                "/admin/keys/7;x=1",
                "/admin/keys/7%3bx=1",
                "/admin%2fkeys%2f7",
                "/admin/keys/a%5cb",
                "/admin/keys\\7",
                "/admin/keys/%252e%252e",
                "/admin/keys/7%00",
                "/admin/keys/7%0d%0a",
                "/admin/keys/./7",
                "/admin/keys/%",
                "/admin/keys/%4",
                "/admin/keys/%zz",
                "/admin/keys/%ff",
                "/admin/keys/\u00e9",
                "/admin/keys/7#a",
                "admin/keys/7",
                "*",
                ""
            })
    void refusesPathsThatCouldMeanSomethingElse(String path) {
        Refusal refusal = refusal("GET", path);

        assertThat(refusal).isInstanceOf(Refusal.BadRequest.class);
    }

    @Test
    void refusesTwoRoutesForTheSameRequests() {
        List<Route> twice = List.of(route("GET", "/a/{id}"), route("GET", "/a/{id}"));

        assertThatThrownBy(() -> new Routes(twice)).hasMessageContaining("/a/{id}");
    }

    @Test
    void refusesTwoNamesForTheSameParameter() {
        List<Route> ambiguous = List.of(route("GET", "/a/{id}"), route("PUT", "/a/{name}"));

        assertThatThrownBy(() -> new Routes(ambiguous)).hasMessageContaining("{id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a//b", "/a/{Id}", "/a/{id...}/b", "/a/{id", "/a/x{id}", "/a b", "/a/%20"})
    void refusesAMalformedRoute(String path) {
        List<Route> malformed = List.of(route("GET", path));

        assertThatThrownBy(() -> new Routes(malformed)).isInstanceOf(IllegalArgumentException.class);
    }

    private Refusal refusal(String method, String path) {
        try {
            throw new AssertionError("found " + routes.match(method, path).route());
        } catch (RefusedException e) {
            return e.refusal();
        }
    }

    private static Route route(String method, String path) {
        return new Route(method, path, Route.Access.OPEN, NOTHING);
    }
}
