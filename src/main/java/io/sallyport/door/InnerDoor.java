package io.sallyport.door;

import io.sallyport.identity.Permission;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.web.Retold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operators' routes without a network: another route asks them on behalf of an operator whose right was
/// checked. What is done here is not written down one by one; the route that asks is.
public final class InnerDoor {
    private final Map<String, JsonRoute> routes = new LinkedHashMap<>();

    public InnerDoor(List<JsonRoute> all) {
        all.stream()
                .filter(route -> route.permission() == Permission.OPERATE)
                .forEach(route -> routes.put(route.method() + ' ' + route.path(), route));
    }

    /// A question to one route.
    ///
    /// @param route method and path as they are declared, such as `GET /admin/api/tenants/{id}`
    /// @param names what the parameters of the path stand for
    /// @param query parameters of the query
    /// @param body what is sent; missing for nothing
    public record Question(String route, Map<String, String> names, Map<String, String> query, Json body) {}

    /// Asks as somebody.
    ///
    /// Errors: what the route refuses; BadRequest with the path of what is wrong with the body.
    ///
    /// @param by the call on whose behalf it is asked
    public Json ask(JsonCall by, Question question) {
        JsonRoute route = Optional.ofNullable(routes.get(question.route()))
                .orElseThrow(() -> new IllegalArgumentException(question.route() + " is no route of operators"));
        JsonCall call = new JsonCall(new Retold(by.request(), question.names(), question.query()), by.principal());
        Optional<Object> body = route.takes().map(type -> read(question.body(), type));
        Object answer = route.work().answer(call, body);
        return JsonCodec.write(answer instanceof JsonReply reply ? reply.body() : answer);
    }

    /// What is wrong with a body that a route takes, field by field, without asking anything.
    ///
    /// A field that is refused is left out, and the rest is read again.
    public List<JsonProblem> problems(String route, Json body) {
        Class<?> type =
                Optional.ofNullable(routes.get(route)).flatMap(JsonRoute::takes).orElseThrow();
        return BodyCheck.of(body, type);
    }

    private static Object read(Json body, Class<?> type) {
        try {
            return JsonCodec.read(body, type);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage()), e.path()).asException();
        }
    }
}
