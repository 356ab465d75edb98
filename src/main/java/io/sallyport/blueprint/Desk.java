package io.sallyport.blueprint;

import io.sallyport.door.InnerDoor;
import io.sallyport.door.InnerDoor.Question;
import io.sallyport.door.JsonCall;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where one blueprint is worked on: asks the routes of operators on behalf of one of them, and keeps what is
/// to be said about it.
///
/// Threads: used by one thread.
final class Desk {
    private static final String MOST = "1000";

    private final InnerDoor door;
    private final JsonCall call;
    private final Set<String> notices = new LinkedHashSet<>();

    /// Lists as they are since the last change: names of tenants are looked up for each element.
    private final Map<List<Object>, List<Json>> lists = new HashMap<>();

    Desk(InnerDoor door, JsonCall call) {
        this.door = door;
        this.call = call;
    }

    /// Everything a list has, page by page.
    ///
    /// @param names what the parameters of the path stand for
    List<Json> all(String path, Map<String, String> names) {
        List<Object> key = List.of(path, names);
        List<Json> known = lists.get(key);
        if (known == null) {
            known = List.copyOf(read(path, names));
            lists.put(key, known);
        }
        return known;
    }

    private List<Json> read(String path, Map<String, String> names) {
        List<Json> all = new ArrayList<>();
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", MOST));
        Json page;
        do {
            page = door.ask(call, new Question("GET " + path, names, query, missing()));
            all.addAll(page.get("data").elements());
            query.put("cursor", page.get("next_cursor").textOr(""));
        } while (page.get("next_cursor").isPresent());
        return all;
    }

    /// Errors: BodyProblems with all that is wrong with the body.
    ///
    /// @param route method and path as they are declared
    Json ask(String route, Map<String, String> names, Json body) {
        List<JsonProblem> problems = body.isMissing() ? List.of() : door.problems(route, body);
        if (!problems.isEmpty()) {
            throw new BodyProblems(problems);
        }
        if (!route.startsWith("GET ")) {
            lists.clear();
        }
        return door.ask(call, new Question(route, names, Map.of(), body));
    }

    Json ask(String route, Map<String, String> names) {
        return ask(route, names, missing());
    }

    /// Keeps something the operator should know although nothing is wrong.
    void notice(String words) {
        notices.add(words);
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    private static Json missing() {
        return Json.NULL.get("nothing");
    }
}
