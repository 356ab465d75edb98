package io.sallyport.guardrail;

import io.sallyport.dialect.SseEvent;
import io.sallyport.json.JsonLeaves;
import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.lang.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one event of a streamed answer says, and which texts go on from event to event.
///
/// Knows the events of all client dialects by their form alone: what stands under a `delta`, the `text` of a
/// legacy completion and the parts of a candidate are pieces of a channel; every other text is whole.
/// Threads: immutable.
final class StreamedTexts {
    private static final String DONE = "[DONE]";
    private static final Set<String> LAST_TYPES =
            Set.of("message_delta", "message_stop", "response.completed", "response.incomplete", "response.failed");

    private final SseEvent event;
    private final List<Leaf> leaves;
    private final Map<String, String> codes = new HashMap<>();

    private StreamedTexts(SseEvent event, List<Leaf> leaves) {
        this.event = event;
        this.leaves = leaves;
        leaves.forEach(leaf -> {
            if (!leaf.isText() || TextPlaces.of(leaf) == TextPlaces.CODE) {
                codes.put(leaf.path(), leaf.value());
            }
        });
    }

    /// Errors: JsonProblem for data that is no JSON and not the closing word.
    static StreamedTexts of(SseEvent event) {
        boolean says = !event.data().isEmpty() && !event.data().equals(Bytes.of(DONE));
        return new StreamedTexts(event, says ? JsonLeaves.of(event.data()) : List.of());
    }

    SseEvent event() {
        return event;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /// Texts that somebody or some model wrote.
    List<Leaf> contents() {
        return leaves.stream()
                .filter(leaf -> leaf.isText() && TextPlaces.of(leaf) == TextPlaces.CONTENT)
                .toList();
    }

    /// True for a piece of a text that goes on in other events.
    static boolean isPiece(Leaf leaf) {
        String path = leaf.path();
        return path.equals("delta")
                || path.startsWith("delta.")
                || path.contains(".delta.")
                || (path.startsWith("choices[") && path.endsWith("].text"))
                || (path.startsWith("candidates[") && path.endsWith(".text"));
    }

    /// True for a text that is JSON itself: the arguments of a tool call.
    boolean isArguments(Leaf leaf) {
        return leaf.path().endsWith("arguments")
                || leaf.path().endsWith("partial_json")
                || codes.getOrDefault("type", "").contains("function_call_arguments");
    }

    /// True for a text that people read.
    boolean isProse(Leaf leaf) {
        return Prose.isAt(leaf.path(), codes);
    }

    /// What the form calls a text; empty where it does not say.
    String type(Leaf leaf) {
        return codes.getOrDefault(Prose.typeBeside(leaf.path()), "");
    }

    /// What all pieces of one text have in common: the numbers of choice, block and call, and the path.
    String channel(Leaf piece) {
        StringBuilder name = new StringBuilder(owner());
        String path = piece.path();
        int from = 0;
        for (int open = path.indexOf('['); open >= 0; open = path.indexOf('[', from)) {
            int close = path.indexOf(']', open);
            String place = path.substring(open + 1, close);
            name.append(path, from, open)
                    .append('[')
                    .append(codes.getOrDefault(path.substring(0, close + 1) + ".index", place))
                    .append(']');
            from = close + 1;
        }
        return name.append(path, from, path.length()).toString();
    }

    /// The block or item that the whole event is about; empty when it is about all.
    private String owner() {
        StringBuilder owner = new StringBuilder();
        for (String number : List.of("index", "output_index", "content_index", "summary_index")) {
            if (codes.containsKey(number)) {
                owner.append(number).append(codes.get(number)).append('/');
            }
        }
        return owner.toString();
    }

    /// The start of the names of the channels that end with this event; empty for none, `/` for all of them.
    String ends() {
        if (event.data().equals(Bytes.of(DONE))) {
            return "/";
        }
        String type = codes.getOrDefault("type", "");
        if (LAST_TYPES.contains(type)) {
            return "/";
        }
        if (type.equals("content_block_stop") || type.endsWith(".done")) {
            return owner();
        }
        for (Leaf leaf : leaves) {
            boolean isEnd = leaf.path().endsWith("finish_reason") || leaf.path().endsWith("finishReason");
            if (isEnd && leaf.isText()) {
                String choice = channel(leaf);
                return choice.substring(0, choice.lastIndexOf('.') + 1);
            }
        }
        return "";
    }

    static boolean isAmong(String channel, String ends) {
        return ends.equals("/") || (!ends.isEmpty() && channel.startsWith(ends));
    }
}
