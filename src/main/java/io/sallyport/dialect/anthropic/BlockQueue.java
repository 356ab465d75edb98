package io.sallyport.dialect.anthropic;

import io.sallyport.inference.ReplyEvent;
import io.sallyport.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content blocks of one streamed message, written strictly one after the other.
///
/// Other forms send the arguments of parallel calls by turns. The first block is written as it comes; what belongs to
/// later ones waits until it is over. Text and thoughts are over when something else begins, a call only at the end.
/// Threads: one owner.
final class BlockQueue {
    private final Deque<Block> waiting = new ArrayDeque<>();
    private final Map<Integer, Block> calls = new HashMap<>();
    private final StringBuilder ready = new StringBuilder();
    private @Nullable Block open;
    private int next;

    /// One content block.
    private static final class Block {
        private final int index;
        private final String kind;
        private final StringBuilder events = new StringBuilder();

        Block(int index, String kind) {
            this.index = index;
            this.kind = kind;
        }

        void delta(String type, String member, String piece) {
            events.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":")
                    .append(index)
                    .append(",\"delta\":{\"type\":\"")
                    .append(type)
                    .append("\",\"")
                    .append(member)
                    .append("\":");
            Json.quote(piece, events);
            events.append("}}\n\n");
        }
    }

    void text(String piece) {
        last("text", "{\"type\":\"text\",\"text\":\"\"}").delta("text_delta", "text", piece);
    }

    void thought(String piece) {
        thinking().delta("thinking_delta", "thinking", piece);
    }

    void signed(String signature) {
        thinking().delta("signature_delta", "signature", signature);
    }

    private Block thinking() {
        return last("thinking", "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
    }

    void tool(ReplyEvent.ToolBegan tool) {
        Json empty = Json.object().toJson();
        calls.put(
                tool.call(),
                begin(
                        "tool_use",
                        AnthropicAnswers.toolUse(tool.id(), tool.name(), empty)
                                .toJson()
                                .toString()));
    }

    void arguments(ReplyEvent.ToolArguments more) {
        Block call = calls.get(more.call());
        if (call != null) {
            call.delta("input_json_delta", "partial_json", more.piece());
        }
    }

    /// How many tools are called.
    int calls() {
        return calls.size();
    }

    /// Events that may go out now.
    String ready() {
        if (open != null) {
            flush(open);
        }
        String out = ready.toString();
        ready.setLength(0);
        return out;
    }

    /// Everything that still waits, every block closed.
    String rest() {
        while (open != null) {
            close(open);
            open = waiting.poll();
        }
        return ready();
    }

    /// The newest block if it is of this kind, else a new one.
    private Block last(String kind, String start) {
        Block newest = waiting.isEmpty() ? open : waiting.peekLast();
        return newest != null && newest.kind.equals(kind) ? newest : begin(kind, start);
    }

    private Block begin(String kind, String start) {
        Block block = new Block(next++, kind);
        block.events
                .append("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":")
                .append(block.index)
                .append(",\"content_block\":")
                .append(start)
                .append("}\n\n");
        if (open != null && open.kind.equals("tool_use")) {
            waiting.add(block);
        } else {
            if (open != null) {
                close(open);
            }
            open = block;
        }
        return block;
    }

    private void close(Block block) {
        flush(block);
        ready.append("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":")
                .append(block.index)
                .append("}\n\n");
    }

    private void flush(Block block) {
        ready.append(block.events);
        block.events.setLength(0);
    }
}
