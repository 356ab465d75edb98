package io.sallyport.door;

import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.RefusedException;
import io.sallyport.web.Retold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at what an act is about through those routes that show it to people. What they do not show, keys and
/// credentials, is therefore never written down.
final class Witness {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

    /// Lists are asked for as long as they may be.
    private static final Map<String, String> WHOLE_LISTS = Map.of("limit", "1000");

    /// The routes that show something, by the shape of their path.
    private final Map<String, JsonRoute> sights;

    Witness(List<JsonRoute> routes) {
        this.sights = routes.stream()
                .filter(route -> route.method().equals("GET"))
                .collect(Collectors.toMap(route -> shape(route.path()), route -> route, (one, _) -> one));
    }

    /// The thing an act is about, as it is now; empty when it is not there, or no route shows it.
    ///
    /// @param act a route that changes something
    /// @param words tells what the path does not: the body that was sent, or the answer to it
    Optional<Json> look(JsonRoute act, JsonCall call, Json words) {
        try {
            return seen(new Scene(act, call, words));
        } catch (RefusedException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // The act itself is fine, and it is written down without this.
            LOG.atWarn().addKeyValue("path", act.path()).setCause(e).log("act_not_seen");
            return Optional.empty();
        }
    }

    private Optional<Json> seen(Scene scene) {
        String path = scene.act().path();
        if (scene.isAboutCollection()) {
            Optional<JsonRoute> one = oneOf(path);
            if (one.isPresent()) {
                return scene.through(one.get());
            }
        }
        while (!path.isEmpty()) {
            JsonRoute sight = sights.get(shape(path));
            if (sight != null) {
                boolean isThing = path.endsWith("}") || (path.equals(scene.act().path()) && !scene.isMaking());
                return isThing ? scene.through(sight) : scene.wanted().flatMap(one -> scene.amongThoseOf(sight, one));
            }
            path = path.substring(0, path.lastIndexOf('/'));
        }
        return Optional.empty();
    }

    /// The route that shows one of a collection.
    private Optional<JsonRoute> oneOf(String collection) {
        String shape = shape(collection);
        return Optional.ofNullable(sights.get(shape + "/{}"))
                .or(() -> Optional.ofNullable(sights.get(shape + "/{}/{}")));
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]+}", "{}");
    }

    /// One act, and what is known about it.
    private record Scene(JsonRoute act, JsonCall call, Json words) {

        boolean isAboutCollection() {
            return Act.of(act).resource().isEmpty();
        }

        boolean isMaking() {
            return isAboutCollection() && act.method().equals("POST");
        }

        /// What another route shows of the same thing.
        Optional<Json> through(JsonRoute sight) {
            Map<String, String> names = new LinkedHashMap<>();
            List<String> ours = List.of(act.path().split("/"));
            List<String> theirs = List.of(sight.path().split("/"));
            for (int i = 0; i < theirs.size(); i++) {
                if (Act.isParameter(theirs.get(i))) {
                    String name = Act.name(theirs.get(i));
                    Optional<String> value = i < ours.size() && Act.isParameter(ours.get(i))
                            ? Optional.of(call.path(Act.name(ours.get(i))))
                            : word(name);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    names.put(name, value.get());
                }
            }
            JsonCall look = new JsonCall(new Retold(call.request(), names, WHOLE_LISTS), call.principal());
            return shown(sight.work().answer(look, Optional.empty()));
        }

        /// Names the thing in a list; empty before it is made.
        Optional<String> wanted() {
            return Act.of(act).resource().map(call::path).or(() -> word("id"));
        }

        /// The thing among those of a list.
        Optional<Json> amongThoseOf(JsonRoute sight, String wanted) {
            String name = Act.of(act).resource().orElse("id");
            return through(sight)
                    .filter(list -> list.get("data").isArray())
                    .flatMap(list -> list.get("data").elements().stream()
                            .filter(element -> isText(element, "id", wanted) || isText(element, name, wanted))
                            .findFirst());
        }

        private Optional<String> word(String name) {
            if (name.equals("id")) {
                return Optional.of(ActLog.idIn(words)).filter(id -> !id.isEmpty());
            }
            return words.isObject()
                    ? Optional.of(words.get(name)).filter(Json::isText).map(Json::text)
                    : Optional.empty();
        }

        private static boolean isText(Json element, String name, String wanted) {
            return element.isObject() && element.get(name).textOr("").equals(wanted);
        }

        /// A look that would itself have to be written down is none.
        private static Optional<Json> shown(Object answer) {
            return switch (answer) {
                case Disclosure _, Download _ -> Optional.empty();
                case JsonReply reply -> Optional.of(JsonCodec.write(reply.body()));
                default -> Optional.of(JsonCodec.write(answer));
            };
        }
    }
}
