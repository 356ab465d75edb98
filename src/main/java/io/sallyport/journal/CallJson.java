package io.sallyport.journal;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;

/// What a log line says of a finished call, as JSON: never a header, a body or a credential.
public final class CallJson {
    private CallJson() {}

    /// One flat object; `ended_at` is its first member.
    ///
    /// @param capture the end user is named only where headers may be kept, too
    public static Json of(CallRecord call, Capture capture) {
        Members members =
                new Members(Json.object().put("ended_at", call.timing().ended().toString()));
        CallFacts.write(call, capture, members);
        return members.object.toJson();
    }

    private record Members(JsonObject object) implements CallFacts.Line {
        @Override
        public void put(String name, String value) {
            object.put(name, value);
        }

        @Override
        public void put(String name, long value) {
            object.put(name, value);
        }

        @Override
        public void put(String name, boolean value) {
            object.put(name, value);
        }
    }
}
