package io.sallyport.dialect.openai;

import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;

/// One item of a streamed response while it grows.
///
/// Threads: one owner.
sealed interface OutputItem {
    /// The item as it is when all is said.
    Json whole();

    /// Where an item stands in its response.
    record Place(int index, String id) {
        JsonObject event(String type) {
            return EventLines.named(type).put("item_id", id).put("output_index", index);
        }

        void added(JsonObject item, EventLines lines) {
            lines.add(EventLines.named("response.output_item.added")
                    .put("output_index", index)
                    .put("item", item));
        }

        void done(Json item, EventLines lines) {
            lines.add(EventLines.named("response.output_item.done")
                    .put("output_index", index)
                    .put("item", item));
        }

        /// The members of [#event(String)] as JSON text, a comma before each.
        String text() {
            return ",\"item_id\":" + Json.of(id) + ",\"output_index\":" + index;
        }
    }

    /// What prose is about.
    enum Kind {
        WORDS("msg", "response.content_part", "response.output_text", "content_index"),
        THOUGHTS("rs", "response.reasoning_summary_part", "response.reasoning_summary_text", "summary_index");

        private final String prefix;
        private final String part;
        private final String text;
        private final String position;

        Kind(String prefix, String part, String text, String position) {
            this.prefix = prefix;
            this.part = part;
            this.text = text;
            this.position = position;
        }

        private JsonObject partOf(String words) {
            return this == WORDS ? ResponsesAnswers.part(words) : ResponsesAnswers.summary(words);
        }
    }

    /// Words for the client, or thoughts.
    final class Prose implements OutputItem {
        private final Kind kind;
        private final Place place;
        private final String delta;
        private final StringBuilder said = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();
        private boolean opened;

        Prose(Kind kind, int index, String response) {
            this.kind = kind;
            this.place = new Place(index, ResponsesAnswers.name(kind.prefix, response) + "_" + index);
            String logprobs = kind == Kind.WORDS ? ",\"logprobs\":[]" : "";
            this.delta = place.text() + ",\"" + kind.position + "\":0" + logprobs;
        }

        Kind kind() {
            return kind;
        }

        void begin(EventLines lines) {
            JsonObject empty = kind == Kind.WORDS
                    ? ResponsesAnswers.message("in_progress", place.id(), Optional.empty())
                    : ResponsesAnswers.reasoning(place.id(), "", "");
            place.added(empty, lines);
        }

        void grow(String piece, EventLines lines) {
            if (!opened) {
                opened = true;
                lines.add(inside(kind.part + ".added").put("part", kind.partOf("")));
            }
            said.append(piece);
            lines.delta(kind.text + ".delta", delta, piece);
        }

        /// Signatures come in pieces, too.
        void sign(String piece) {
            signature.append(piece);
        }

        void end(EventLines lines) {
            if (opened) {
                JsonObject all = inside(kind.text + ".done").put("text", said.toString());
                lines.add(kind == Kind.WORDS ? all.put("logprobs", Json.array()) : all);
                lines.add(inside(kind.part + ".done").put("part", kind.partOf(said.toString())));
            }
            place.done(whole(), lines);
        }

        private JsonObject inside(String type) {
            return place.event(type).put(kind.position, 0);
        }

        @Override
        public Json whole() {
            return kind == Kind.WORDS
                    ? ResponsesAnswers.message("completed", place.id(), Optional.of(said.toString()))
                            .toJson()
                    : ResponsesAnswers.reasoning(place.id(), said.toString(), signature.toString())
                            .toJson();
        }
    }

    /// A call of a tool.
    final class Call implements OutputItem {
        private final Place place;
        private final String callId;
        private final String name;
        private final StringBuilder arguments = new StringBuilder();

        Call(int index, String callId, String name) {
            this.place = new Place(index, ResponsesAnswers.name("fc", callId));
            this.callId = callId;
            this.name = name;
        }

        void begin(EventLines lines) {
            place.added(ResponsesAnswers.call("in_progress", new Part.ToolUse(callId, name, "")), lines);
        }

        void grow(String piece, EventLines lines) {
            arguments.append(piece);
            lines.delta("response.function_call_arguments.delta", place.text(), piece);
        }

        void end(EventLines lines) {
            lines.add(place.event("response.function_call_arguments.done")
                    .put("name", name)
                    .put("arguments", arguments.toString()));
            place.done(whole(), lines);
        }

        @Override
        public Json whole() {
            return ResponsesAnswers.call("completed", new Part.ToolUse(callId, name, arguments.toString()))
                    .toJson();
        }
    }
}
