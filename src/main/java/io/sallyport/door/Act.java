package io.sallyport.door;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What a route does, in the words of the audit trail; read from its method and path, whose collections are
/// plural.
///
/// `POST /admin/api/keys/{id}/revoke` is `key.revoke`, `DELETE /api/tenants/{tenant}/members/{user}` is
/// `member.delete`.
///
/// @param type of the thing, such as `key`
/// @param deed such as `revoke`
/// @param resource parameter of the path that names the thing; empty when it is made or the only one
/// @param tenant parameter of the path that names the tenant
/// @param parameters all of them
record Act(String type, String deed, Optional<String> resource, Optional<String> tenant, List<String> parameters) {
    private static final Set<String> DOORS = Set.of("admin", "api", "v1");

    static Act of(JsonRoute route) {
        List<String> parts =
                new ArrayList<>(Arrays.asList(route.path().substring(1).split("/")));
        while (parts.size() > 1 && DOORS.contains(parts.getFirst())) {
            parts.removeFirst();
        }
        boolean isDeed = route.method().equals("POST")
                && parts.size() > 2
                && isParameter(parts.get(parts.size() - 2))
                && (route.takes().isEmpty() || !parts.getLast().endsWith("s"));
        String deed = isDeed ? parts.removeLast() : deed(route.method());
        Optional<String> resource =
                isParameter(parts.getLast()) ? Optional.of(name(parts.removeLast())) : Optional.empty();
        List<String> all = Arrays.stream(route.path().split("/"))
                .filter(Act::isParameter)
                .map(Act::name)
                .toList();
        return new Act(singular(parts.getLast()), deed, resource, tenant(route.path()), all);
    }

    String action() {
        return type + '.' + deed;
    }

    /// The parameters that are not told otherwise, with their values.
    Map<String, String> rest(UnaryOperator<String> value) {
        Map<String, String> rest = new LinkedHashMap<>();
        parameters.stream()
                .filter(name -> resource.filter(name::equals).isEmpty()
                        && tenant.filter(name::equals).isEmpty())
                .forEach(name -> rest.put(name, value.apply(name)));
        return rest;
    }

    private static Optional<String> tenant(String path) {
        List<String> parts = Arrays.asList(path.split("/"));
        int after = parts.indexOf("tenants") + 1;
        return after > 0 && after < parts.size() && isParameter(parts.get(after))
                ? Optional.of(name(parts.get(after)))
                : Optional.empty();
    }

    private static String deed(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "DELETE" -> "delete";
            case "GET" -> "read";
            default -> "update";
        };
    }

    private static String singular(String noun) {
        if (noun.endsWith("ies")) {
            return noun.substring(0, noun.length() - 3) + 'y';
        }
        if (noun.endsWith("ses")) {
            return noun.substring(0, noun.length() - 2);
        }
        return noun.endsWith("s") ? noun.substring(0, noun.length() - 1) : noun;
    }

    static boolean isParameter(String part) {
        return part.startsWith("{");
    }

    static String name(String parameter) {
        return parameter.substring(1, parameter.length() - 1).replace("...", "");
    }
}
