package io.sallyport.guardrail;

import io.sallyport.dialect.ByteGather;
import io.sallyport.dialect.SseEvent;
import io.sallyport.dialect.SseFramer;
import io.sallyport.guardrail.Guardrail.Masking;
import io.sallyport.json.JsonLeaves;
import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Masks the texts of a streamed answer while it flows to the client.
///
/// What a mask holds back of a channel is told with the next event of that channel, or with an event of its own
/// before the one that ends it; an event of a channel of which nothing can be told yet goes out with an empty
/// piece. Errors: JsonProblem for an event that cannot be read, because it cannot be masked either.
/// Threads: one per answer, on its event loop.
public final class EventMasks {
    private final List<Masking> guardrails;
    private final List<Pseudonyms> pseudonyms;
    private final List<FoundKinds> found;
    private final SseFramer framer = new SseFramer();
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private ByteGather out = new ByteGather();

    /// @param guardrails in the order in which they mask
    public EventMasks(List<Masking> guardrails) {
        this(guardrails, List.of());
    }

    /// @param pseudonyms of the request, turned back behind the masks; the last ones first
    public EventMasks(List<Masking> guardrails, List<Pseudonyms> pseudonyms) {
        this.guardrails = List.copyOf(guardrails);
        this.pseudonyms = pseudonyms.reversed();
        this.found = guardrails.stream().map(_ -> new FoundKinds()).toList();
    }

    /// A text that grows, and the last event that brought a piece of it.
    private static final class Channel {
        private final List<TextFlow> flows;
        private StreamedTexts last;
        private Leaf piece;

        Channel(List<TextFlow> flows, StreamedTexts last, Leaf piece) {
            this.flows = flows;
            this.last = last;
            this.piece = piece;
        }

        String push(String text) {
            String left = text;
            for (TextFlow flow : flows) {
                left = flow.push(left);
            }
            return left;
        }

        /// What is held back passes the masks behind, one after the other.
        String end() {
            return TextFlow.last("", flows);
        }
    }

    /// Takes whole events in, and gives them as the client may see them.
    public Bytes take(Bytes events) {
        out = new ByteGather();
        framer.take(events, this::event);
        return out.bytes();
    }

    /// What is still held back when the stream ends before its time.
    public Bytes end() {
        out = new ByteGather();
        finish("/");
        return out.bytes();
    }

    /// What each guardrail found so far, in their order.
    public List<FoundKinds> found() {
        return found;
    }

    private void event(SseEvent event) {
        StreamedTexts texts = StreamedTexts.of(event);
        Map<String, String> instead = new HashMap<>();
        String ends = texts.ends();
        for (Leaf leaf : texts.contents()) {
            String shown = StreamedTexts.isPiece(leaf) ? piece(texts, leaf, ends) : whole(texts, leaf);
            if (!shown.equals(leaf.value())) {
                instead.put(leaf.path(), shown);
            }
        }
        finish(ends);
        out.add(
                instead.isEmpty()
                        ? event.raw()
                        : event.withData(JsonLeaves.with(event.data(), texts.leaves(), instead)));
    }

    private String piece(StreamedTexts texts, Leaf leaf, String ends) {
        String name = texts.channel(leaf);
        Channel channel = channels.computeIfAbsent(name, _ -> new Channel(flows(texts, leaf), texts, leaf));
        channel.last = texts;
        channel.piece = leaf;
        String shown = channel.push(leaf.value());
        if (StreamedTexts.isAmong(name, ends)) {
            channels.remove(name);
            shown += channel.end();
        }
        return shown;
    }

    private String whole(StreamedTexts texts, Leaf leaf) {
        return TextFlow.last(leaf.value(), flows(texts, leaf));
    }

    private List<TextFlow> flows(StreamedTexts texts, Leaf leaf) {
        List<TextFlow> flows = new ArrayList<>();
        boolean isProse = texts.isProse(leaf);
        for (int i = 0; i < guardrails.size(); i++) {
            Masking masking = guardrails.get(i);
            Consumer<String> hears = found.get(i)::add;
            flows.add(
                    isProse && masking instanceof Disclaimer.Masks saying
                            ? saying.prose(hears)
                            : masking.stream(hears));
        }
        pseudonyms.forEach(words -> flows.add(Restored.flow(words, texts.isArguments(leaf))));
        return flows;
    }

    /// Tells what is held back of channels that end.
    private void finish(String ends) {
        if (ends.isEmpty()) {
            return;
        }
        channels.entrySet().removeIf(entry -> {
            if (!StreamedTexts.isAmong(entry.getKey(), ends)) {
                return false;
            }
            String rest = entry.getValue().end();
            if (!rest.isEmpty()) {
                out.add(again(entry.getValue(), rest));
            }
            return true;
        });
    }

    /// The last event of a channel once more, with nothing but what was held back.
    private static Bytes again(Channel channel, String rest) {
        Map<String, String> instead = new HashMap<>();
        String around = channel.piece.path().replaceFirst("\\.function\\.arguments$", "");
        for (Leaf leaf : channel.last.leaves()) {
            boolean isOfCall =
                    !around.equals(channel.piece.path()) && leaf.path().startsWith(around + ".");
            if (leaf.isText()
                    && (isOfCall || StreamedTexts.isPiece(leaf))
                    && !leaf.path().endsWith(".type")
                    && !leaf.path().endsWith(".role")) {
                instead.put(leaf.path(), "");
            }
        }
        instead.put(channel.piece.path(), rest);
        SseEvent event = channel.last.event();
        return event.withData(JsonLeaves.with(event.data(), channel.last.leaves(), instead));
    }
}
