package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Substitute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A place that somebody outside found in [Content#whole()].
///
/// @param from where it begins, in characters
/// @param to where it ends; that character is not part of it
record Span(String kind, int from, int to) {

    /// The pieces that change when a word for its kind stands in the place of every span, by their places.
    static Map<String, String> masked(Content content, List<Span> spans) {
        List<Span> apart = apart(spans);
        Map<String, String> changed = new HashMap<>();
        int begin = 0;
        for (Piece piece : content.pieces()) {
            String masked = masked(piece.text(), begin, apart);
            if (!masked.equals(piece.text())) {
                changed.put(piece.place(), masked);
            }
            begin += piece.text().length() + 1;
        }
        return changed;
    }

    /// In their order and without overlaps: what overlaps becomes one of the kind that begins first.
    private static List<Span> apart(List<Span> spans) {
        List<Span> apart = new ArrayList<>();
        for (Span span : spans.stream()
                .sorted(Comparator.comparingInt(Span::from)
                        .thenComparing(Comparator.comparingInt(Span::to).reversed()))
                .toList()) {
            if (apart.isEmpty() || apart.getLast().to() <= span.from()) {
                apart.add(span);
            } else if (apart.getLast().to() < span.to()) {
                Span last = apart.removeLast();
                apart.add(new Span(last.kind(), last.from(), span.to()));
            }
        }
        return apart;
    }

    private static String masked(String text, int begin, List<Span> spans) {
        StringBuilder masked = new StringBuilder();
        int done = 0;
        for (Span span : spans) {
            int from = Math.max(span.from() - begin, 0);
            int to = Math.min(span.to() - begin, text.length());
            if (from < to) {
                masked.append(text, done, from).append(Substitute.LABEL.of(span.kind(), ""));
                done = to;
            }
        }
        return masked.append(text, done, text.length()).toString();
    }
}
