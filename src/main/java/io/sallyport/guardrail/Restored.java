package io.sallyport.guardrail;

import io.sallyport.dialect.ByteGather;
import io.sallyport.json.Json;
import io.sallyport.json.JsonLeaves;
import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers whose pseudonyms are turned back into the values of their request.
public final class Restored {
    private Restored() {}

    /// A whole answer; one that is no JSON has no place for values and stays as it is.
    ///
    /// @param given in the order in which they were
    public static Bytes whole(Bytes body, List<Pseudonyms> given) {
        try {
            List<Leaf> leaves = JsonLeaves.of(body);
            Map<String, String> instead = new HashMap<>();
            for (Leaf leaf : leaves) {
                String text = leaf.isText() ? restored(leaf, given) : leaf.value();
                if (!text.equals(leaf.value())) {
                    instead.put(leaf.path(), text);
                }
            }
            return instead.isEmpty() ? body : JsonLeaves.with(body, leaves, instead);
        } catch (JsonProblem e) {
            return body;
        }
    }

    private static String restored(Leaf leaf, List<Pseudonyms> given) {
        boolean isJson = leaf.path().endsWith("arguments");
        return TextFlow.last(
                leaf.value(),
                given.reversed().stream().map(words -> flow(words, isJson)).toList());
    }

    /// A streamed answer that is here as a whole.
    ///
    /// Errors: JsonProblem for an event that cannot be read.
    public static Bytes stream(Bytes events, List<Pseudonyms> given) {
        if (given.isEmpty()) {
            return events;
        }
        EventMasks restoring = new EventMasks(List.of(), given);
        ByteGather whole = new ByteGather();
        whole.add(restoring.take(events));
        whole.add(restoring.end());
        return whole.bytes();
    }

    /// One text that grows.
    ///
    /// @param isJson whether it is JSON itself, as the arguments of tool calls are, so that quotes are escaped
    static TextFlow flow(Pseudonyms pseudonyms, boolean isJson) {
        return isJson ? pseudonyms.restoring(Restored::escaped) : pseudonyms.restoring();
    }

    private static String escaped(String value) {
        String quoted = Json.of(value).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
