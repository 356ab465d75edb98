package io.sallyport.guardrail;

import io.sallyport.dialect.ByteGather;
import io.sallyport.dialect.SseEvent;
import io.sallyport.dialect.SseFramer;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.json.JsonLeaves;
import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A streamed answer that is here as a whole: its texts put together, and its events with other texts.
public final class StreamTranscript {
    private final List<StreamedTexts> events = new ArrayList<>();
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final Map<String, String> types = new HashMap<>();

    private StreamTranscript(Bytes stream) {
        new SseFramer().take(stream, this::event);
    }

    /// Errors: JsonProblem for an event that cannot be read.
    public static StreamTranscript of(Bytes stream) {
        return new StreamTranscript(stream);
    }

    private void event(SseEvent event) {
        StreamedTexts said = StreamedTexts.of(event);
        events.add(said);
        for (Leaf leaf : said.contents()) {
            String place = place(events.size() - 1, said, leaf);
            texts.computeIfAbsent(place, _ -> new StringBuilder()).append(leaf.value());
            types.putIfAbsent(Prose.typeBeside(place), said.type(leaf));
        }
    }

    /// Pieces of one text share a place; a whole text has one of its own.
    private static String place(int number, StreamedTexts said, Leaf leaf) {
        return StreamedTexts.isPiece(leaf) ? said.channel(leaf) : "event" + number + "/" + leaf.path();
    }

    /// All it says.
    public Content content(String model) {
        List<Piece> pieces = new ArrayList<>();
        texts.forEach((place, text) -> pieces.add(new Piece(place, text.toString())));
        return new Content(Layer.OUTPUT, model, pieces, types);
    }

    /// The same events with other texts: what is said in pieces is said in the first of them.
    ///
    /// @param instead by the places of [#content]
    public Bytes with(Map<String, String> instead) {
        ByteGather out = new ByteGather();
        Map<String, String> left = new HashMap<>(instead);
        for (int i = 0; i < events.size(); i++) {
            StreamedTexts said = events.get(i);
            Map<String, String> changes = new HashMap<>();
            for (Leaf leaf : said.contents()) {
                String place = place(i, said, leaf);
                if (instead.containsKey(place)) {
                    changes.put(leaf.path(), left.getOrDefault(place, ""));
                    left.remove(place);
                }
            }
            SseEvent event = said.event();
            Bytes shown = changes.isEmpty()
                    ? event.raw()
                    : event.withData(JsonLeaves.with(event.data(), said.leaves(), changes));
            out.add(shown);
        }
        return out.bytes();
    }
}
