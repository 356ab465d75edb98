package io.sallyport.journal.audit;

import io.sallyport.dialect.SseEvent;
import io.sallyport.dialect.SseFramer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The text of a streamed answer, put together from its events (requirement AU4).
///
/// Voices are told apart: text, reasoning and every tool call stand for themselves, and so does each of several
/// answers. Events of an unknown form are left out.
/// Threads: used by one thread.
final class StreamText {
    private static final String TEXT = "text";
    private static final String DONE = "[DONE]";

    private final Map<String, StringBuilder> voices = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    private StreamText() {}

    /// The body as it is to be read: a stream as its text, anything else as it came.
    static String of(String body) {
        if (!body.startsWith("data:") && !body.startsWith("event:") && !body.startsWith(":")) {
            return body;
        }
        StreamText text = new StreamText();
        // A body that was cut ends within an event; blank lines close it.
        new SseFramer().take(Bytes.of(body + "\n\n"), text::add);
        return text.voices.isEmpty() ? body : text.whole();
    }

    private void add(SseEvent event) {
        String data = event.data().text();
        if (data.isEmpty() || data.equals(DONE)) {
            return;
        }
        try {
            add(Json.parse(data));
        } catch (JsonProblem e) {
            // The last event of a cut body; what came before it counts.
            return;
        }
    }

    private void add(Json event) {
        list(event.get("choices")).forEach(this::choice);
        list(event.get("candidates"))
                .forEach(candidate ->
                        list(candidate.path("content.parts")).forEach(part -> say(TEXT, part.get("text"))));
        String type = word(event.get("type")).orElse("");
        if (type.equals("content_block_start")) {
            String voice = "tool " + index(event.get("index"));
            word(event.path("content_block.name")).ifPresent(name -> names.put(voice, name));
        } else if (type.equals("content_block_delta")) {
            block(event.get("delta"), index(event.get("index")));
        } else if (type.endsWith(".delta")) {
            say(responsesVoice(type, index(event.get("output_index"))), event.get("delta"));
        }
    }

    private void choice(Json choice) {
        long index = index(choice.get("index"));
        String mine = index == 0 ? TEXT : "answer " + index;
        Json delta = choice.get("delta");
        say(mine, choice.get("text"));
        say(mine, delta.get("content"));
        say("refusal", delta.get("refusal"));
        say("reasoning", delta.get("reasoning_content"));
        say("reasoning", delta.get("reasoning"));
        for (Json call : list(delta.get("tool_calls"))) {
            String voice = "tool " + index(call.get("index"));
            word(call.path("function.name")).ifPresent(name -> names.put(voice, name));
            say(voice, call.path("function.arguments"));
        }
    }

    private void block(Json delta, long index) {
        say(TEXT, delta.get("text"));
        say("reasoning", delta.get("thinking"));
        say("tool " + index, delta.get("partial_json"));
    }

    private static String responsesVoice(String type, long index) {
        if (type.contains("output_text")) {
            return TEXT;
        }
        return type.contains("reasoning") ? "reasoning" : "tool " + index;
    }

    private void say(String voice, Json piece) {
        if (piece.isText()) {
            voices.computeIfAbsent(voice, _ -> new StringBuilder()).append(piece.text());
        }
    }

    private String whole() {
        voices.values().removeIf(StringBuilder::isEmpty);
        return voices.entrySet().stream().map(this::part).collect(Collectors.joining("\n"));
    }

    private String part(Map.Entry<String, StringBuilder> voice) {
        if (voice.getKey().equals(TEXT)) {
            return voice.getValue().toString();
        }
        String name = names.containsKey(voice.getKey()) ? "tool " + names.get(voice.getKey()) : voice.getKey();
        return "[" + name + "] " + voice.getValue();
    }

    private static List<Json> list(Json value) {
        return value.isArray() ? value.elements() : List.of();
    }

    private static long index(Json value) {
        return value.isNumber() ? value.asLong() : 0;
    }

    private static Optional<String> word(Json value) {
        return value.isText() ? Optional.of(value.text()) : Optional.empty();
    }
}
