package io.sallyport.door;

import io.sallyport.identity.Permission;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document of this gateway, made from its routes.
///
/// Routes in JSON for people and operators are described with the records they take and give; of the others it says
/// that they exist, because their bodies are those of the vendors' dialects.
public final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

    private final String version;
    private final List<Route> routes;
    private final List<JsonRoute> jsonRoutes;
    private final Schemas schemas = new Schemas();

    private OpenApi(String version, List<Route> routes, List<JsonRoute> jsonRoutes) {
        this.version = version;
        this.routes = routes;
        this.jsonRoutes = jsonRoutes;
    }

    /// @param version of the gateway
    /// @param routes all routes of the server; those in JSON among them are described by the third list
    public static Json document(String version, List<Route> routes, List<JsonRoute> jsonRoutes) {
        return new OpenApi(version, routes, jsonRoutes).document();
    }

    /// Serves the document, without a key, at `/openapi.json`.
    public static Route route(String version, List<Route> routes, List<JsonRoute> jsonRoutes) {
        Bytes document = document(version, routes, jsonRoutes).bytes();
        return new Route(
                "GET",
                "/openapi.json",
                Access.OPEN,
                (_, reply) -> reply.status(200)
                        .header("content-type", "application/json")
                        .send(document));
    }

    private Json document() {
        Map<String, JsonObject> paths = new TreeMap<>();
        routes.stream()
                .filter(route -> jsonRoutes.stream()
                        .noneMatch(json -> json.method().equals(route.method())
                                && json.path().equals(route.path())))
                .filter(route -> !route.method().equals("OPTIONS"))
                .forEach(route -> add(paths, route.method(), route.path(), operation(route)));
        jsonRoutes.forEach(route -> add(paths, route.method(), route.path(), operation(route)));
        JsonObject all = Json.object();
        paths.forEach((path, item) -> all.put(path, item));
        return Json.object()
                .put("openapi", "3.1.0")
                .put("info", Json.object().put("title", "Sallyport").put("version", version))
                .put("paths", all)
                .put(
                        "components",
                        Json.object().put("schemas", schemas.all()).put("securitySchemes", securitySchemes()))
                .toJson();
    }

    private static void add(Map<String, JsonObject> paths, String method, String path, JsonObject operation) {
        String template = PARAMETER.matcher(path).replaceAll("{$1}");
        paths.computeIfAbsent(template, _ -> Json.object()).put(method.toLowerCase(Locale.ROOT), operation);
    }

    private static JsonObject operation(Route route) {
        JsonObject operation = Json.object()
                .put("parameters", parameters(route.path()))
                .put("responses", Json.object().put("default", description("The answer in the client's dialect")));
        return route.access() == Access.OPEN ? operation : operation.put("security", security());
    }

    private JsonObject operation(JsonRoute route) {
        JsonObject answer = description("Done").put("content", content(route.gives()));
        JsonObject operation = Json.object()
                .put("summary", route.summary())
                .put("x-permission", route.permission().name().toLowerCase(Locale.ROOT))
                .put("tags", Json.array().add(route.permission() == Permission.OPERATE ? "admin" : "portal"))
                .put("parameters", parameters(route.path()))
                .put(
                        "security",
                        route.permission() == Permission.OPEN ? Json.array().toJson() : security())
                .put("responses", Json.object().put(String.valueOf(route.status()), answer));
        route.takes()
                .ifPresent(type -> operation.put(
                        "requestBody", Json.object().put("required", true).put("content", content(type))));
        return operation;
    }

    private JsonObject content(Class<?> type) {
        return Json.object().put("application/json", Json.object().put("schema", schemas.reference(type)));
    }

    private static Json parameters(String path) {
        var parameters = Json.array();
        Matcher matcher = PARAMETER.matcher(path);
        while (matcher.find()) {
            parameters.add(Json.object()
                    .put("name", matcher.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .put("schema", Json.object().put("type", "string")));
        }
        return parameters.toJson();
    }

    private static Json security() {
        return Json.array()
                .add(Json.object().put("bearer", Json.array()))
                .add(Json.object().put("api_key", Json.array()))
                .toJson();
    }

    private static JsonObject securitySchemes() {
        return Json.object()
                .put("bearer", Json.object().put("type", "http").put("scheme", "bearer"))
                .put(
                        "api_key",
                        Json.object().put("type", "apiKey").put("in", "header").put("name", "X-Api-Key"));
    }

    private static JsonObject description(String text) {
        return Json.object().put("description", text);
    }
}
