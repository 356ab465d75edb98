package io.sallyport.web;

import io.sallyport.lang.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The table from method and path to endpoint; itself an endpoint that hands a request to the right one.
///
/// A path without parameters is one look-up in a map. A literal segment beats `{name}`, which beats `{name...}`.
/// Paths that could mean something else to another reader match nothing.
///
/// Errors: RefusedException BadRequest for a path with tricks, NotFound, MethodNotAllowed.
public final class Routes implements Endpoint {
    private final List<Route> routes;
    private final Map<String, Map<String, Route>> exact = new HashMap<>();
    private final Node root = new Node();

    /// Errors: IllegalArgumentException for a path that is malformed, or two routes that match the same requests.
    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.routes.forEach(this::add);
    }

    /// Every route, in the order given.
    public List<Route> list() {
        return routes;
    }

    @Override
    public void handle(WebRequest request, WebReply reply) {
        Match match = match(request.method(), request.path());
        if (request instanceof InboundRequest inbound) {
            inbound.setRoute(match.route().path());
        }
        if (!match.params().isEmpty()) {
            ((InboundRequest) request).setPathParams(match.params());
        }
        match.route().endpoint().handle(request, reply);
    }

    /// The route for a request.
    Match match(String method, String path) {
        Map<String, Route> literal = exact.get(path);
        if (literal != null) {
            return new Match(choose(method, literal), Map.of());
        }
        String[] segments = PathRules.segments(path);
        Map<String, String> params = new HashMap<>();
        Node found = root.find(segments, 0, params);
        if (found == null) {
            throw new Refusal.NotFound("not_found", "There is nothing at this path.").asException();
        }
        return new Match(choose(method, found.methods), params);
    }

    private static Route choose(String method, Map<String, Route> methods) {
        Route route = methods.get(method);
        if (route == null && "HEAD".equals(method)) {
            route = methods.get("GET");
        }
        if (route == null) {
            List<String> allowed = new ArrayList<>(methods.keySet());
            if (methods.containsKey("GET") && !methods.containsKey("HEAD")) {
                allowed.add("HEAD");
            }
            throw new Refusal.MethodNotAllowed(String.join(", ", allowed)).asException();
        }
        return route;
    }

    private void add(Route route) {
        Map<String, Route> methods = route.path().indexOf('{') < 0
                ? exact.computeIfAbsent(PathRules.checkLiteral(route.path()), _ -> new TreeMap<>())
                : root.grow(route.path()).methods;
        Route other = methods.putIfAbsent(route.method(), route);
        if (other != null) {
            throw new IllegalArgumentException("two routes match the same requests: %s %s and %s"
                    .formatted(route.method(), route.path(), other.path()));
        }
    }

    /// A route and the decoded values of its path's parameters.
    record Match(Route route, Map<String, String> params) {}

    /// One place in the tree of paths with parameters.
    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Route> methods = new TreeMap<>();
        private @Nullable Node any;
        private @Nullable Node rest;
        private String name = "";

        Node grow(String path) {
            Node node = this;
            for (String segment : PathRules.checkTemplate(path)) {
                node = node.child(segment, path);
            }
            return node;
        }

        private Node child(String segment, String path) {
            if (!segment.startsWith("{")) {
                return literals.computeIfAbsent(segment, _ -> new Node());
            }
            boolean takesRest = segment.endsWith("...}");
            String param = segment.substring(1, segment.length() - (takesRest ? 4 : 1));
            Node child = takesRest ? rest : any;
            if (child == null) {
                child = new Node();
                child.name = param;
                if (takesRest) {
                    rest = child;
                } else {
                    any = child;
                }
            }
            if (!child.name.equals(param)) {
                throw new IllegalArgumentException(
                        "%s names a parameter {%s} that another route calls {%s}".formatted(path, param, child.name));
            }
            return child;
        }

        @Nullable
        Node find(String[] segments, int at, Map<String, String> params) {
            if (at == segments.length) {
                return methods.isEmpty() ? null : this;
            }
            Node literal = literals.get(segments[at]);
            Node found = literal == null ? null : literal.find(segments, at + 1, params);
            if (found == null && any != null && !segments[at].isEmpty()) {
                found = any.find(segments, at + 1, params);
                if (found != null) {
                    params.put(any.name, PathRules.decode(segments[at]));
                }
            }
            if (found == null && rest != null && !segments[at].isEmpty()) {
                found = rest;
                params.put(rest.name, PathRules.decodeRest(segments, at));
            }
            return found;
        }
    }
}
