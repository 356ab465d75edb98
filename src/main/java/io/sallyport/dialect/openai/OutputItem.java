package io.sallyport.dialect.openai;

import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;

/// One item of a streamed response while it grows.
///
/// Threads: one owner.
abstract sealed class OutputItem {
    private final int index;
    private final String id;
    private final StringBuilder said = new StringBuilder();

    private OutputItem(int index, String id) {
        this.index = index;
        this.id = id;
    }

    /// The item as it is when all is said.
    abstract Json whole();

    final String id() {
        return id;
    }

    final String said() {
        return said.toString();
    }

    final void add(String piece) {
        said.append(piece);
    }

    final JsonObject event(String type) {
        return EventLines.named(type).put("item_id", id).put("output_index", index);
    }

    final String place() {
        return ",\"item_id\":" + Json.of(id) + ",\"output_index\":" + index;
    }

    final void added(JsonObject item, EventLines lines) {
        lines.add(EventLines.named("response.output_item.added")
                .put("output_index", index)
                .put("item", item));
    }

    final void done(EventLines lines) {
        lines.add(EventLines.named("response.output_item.done")
                .put("output_index", index)
                .put("item", whole()));
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

        JsonObject partOf(String words) {
            return this == WORDS ? ResponsesAnswers.part(words) : ResponsesAnswers.summary(words);
        }
    }

    /// Words for the client, or thoughts.
    static final class Prose extends OutputItem {
        private final Kind kind;
        private final String place;
        private boolean opened;
        private String signature = "";

        Prose(Kind kind, int index, String response) {
            super(index, ResponsesAnswers.name(kind.prefix, response) + "_" + index);
            this.kind = kind;
            String logprobs = kind == Kind.WORDS ? ",\"logprobs\":[]" : "";
            this.place = place() + ",\"" + kind.position + "\":0" + logprobs;
        }

        Kind kind() {
            return kind;
        }

        void begin(EventLines lines) {
            added(
                    kind == Kind.WORDS
                            ? ResponsesAnswers.message("in_progress", id(), Optional.empty())
                            : ResponsesAnswers.reasoning(id(), "", ""),
                    lines);
        }

        void grow(String piece, EventLines lines) {
            if (!opened) {
                opened = true;
                lines.add(inside(kind.part + ".added").put("part", kind.partOf("")));
            }
            add(piece);
            lines.delta(kind.text + ".delta", place, piece);
        }

        /// Signatures come in pieces, too.
        void sign(String piece) {
            signature += piece;
        }

        void end(EventLines lines) {
            if (opened) {
                JsonObject all = inside(kind.text + ".done").put("text", said());
                lines.add(kind == Kind.WORDS ? all.put("logprobs", Json.array()) : all);
                lines.add(inside(kind.part + ".done").put("part", kind.partOf(said())));
            }
            done(lines);
        }

        private JsonObject inside(String type) {
            return event(type).put(kind.position, 0);
        }

        @Override
        Json whole() {
            return kind == Kind.WORDS
                    ? ResponsesAnswers.message("completed", id(), Optional.of(said()))
                            .toJson()
                    : ResponsesAnswers.reasoning(id(), said(), signature).toJson();
        }
    }

    /// A call of a tool.
    static final class Call extends OutputItem {
        private final String callId;
        private final String name;

        Call(int index, String callId, String name) {
            super(index, ResponsesAnswers.name("fc", callId));
            this.callId = callId;
            this.name = name;
        }

        void begin(EventLines lines) {
            added(ResponsesAnswers.call("in_progress", new Part.ToolUse(callId, name, "")), lines);
        }

        void grow(String piece, EventLines lines) {
            add(piece);
            lines.delta("response.function_call_arguments.delta", place(), piece);
        }

        void end(EventLines lines) {
            lines.add(event("response.function_call_arguments.done")
                    .put("name", name)
                    .put("arguments", said()));
            done(lines);
        }

        @Override
        Json whole() {
            return ResponsesAnswers.call("completed", new Part.ToolUse(callId, name, said()))
                    .toJson();
        }
    }
}
