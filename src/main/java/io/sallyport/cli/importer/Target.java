package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings in the making, filled path by path, such as `backends[0].name`.
///
/// Threads: used by one thread.
final class Target {
    private final Map<String, Object> root = new LinkedHashMap<>();

    /// Puts a value; what stood there goes.
    void put(String path, Json value) {
        String[] steps = path.replace("[", ".[").split("\\.", -1);
        Object here = root;
        for (int i = 0; i < steps.length - 1; i++) {
            here = below(here, steps[i], steps[i + 1].startsWith("["));
        }
        set(here, steps[steps.length - 1], value);
    }

    private static Object below(Object here, String step, boolean isList) {
        Object fresh = isList ? new ArrayList<Object>() : new LinkedHashMap<String, Object>();
        if (step.startsWith("[")) {
            List<Object> list = list(here);
            int index = index(step);
            while (list.size() <= index) {
                list.add(fresh);
            }
            return list.get(index);
        }
        return map(here).computeIfAbsent(step, _ -> fresh);
    }

    private static void set(Object here, String step, Json value) {
        if (!step.startsWith("[")) {
            map(here).put(step, value);
            return;
        }
        List<Object> list = list(here);
        int index = index(step);
        while (list.size() <= index) {
            list.add(value);
        }
        list.set(index, value);
    }

    private static int index(String step) {
        return Integer.parseInt(step.substring(1, step.length() - 1));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object here) {
        return (Map<String, Object>) here;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object here) {
        return (List<Object>) here;
    }

    Json toJson() {
        return json(root);
    }

    private static Json json(Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject object = Json.object();
            map.forEach((name, inner) -> object.put((String) name, json(inner)));
            return object.toJson();
        }
        if (value instanceof List<?> list) {
            JsonArray array = Json.array();
            list.forEach(inner -> array.add(json(inner)));
            return array.toJson();
        }
        return (Json) value;
    }
}
