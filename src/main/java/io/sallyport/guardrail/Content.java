package io.sallyport.guardrail;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a guardrail looks at: the texts of one request or one answer.
///
/// @param model the client's word for it
/// @param pieces in the order of the body
/// @param codes texts by their place that only machines read, such as the role of a message
public record Content(Layer layer, String model, List<Piece> pieces, Map<String, String> codes) {

    public Content {
        pieces = List.copyOf(pieces);
        codes = Map.copyOf(codes);
    }

    /// One text.
    ///
    /// @param place where it stands, such as `messages[2].content`; no two pieces share one
    public record Piece(String place, String text) {}

    /// The same with other texts, by their places.
    public Content with(Map<String, String> texts) {
        List<Piece> changed = pieces.stream()
                .map(piece -> new Piece(piece.place(), texts.getOrDefault(piece.place(), piece.text())))
                .toList();
        return new Content(layer, model, changed, codes);
    }

    /// Who says a piece, such as `user`; empty when the form does not say.
    public Optional<String> speaker(Piece piece) {
        int bracket = piece.place().indexOf(']');
        return bracket < 0
                ? Optional.empty()
                : Optional.ofNullable(codes.get(piece.place().substring(0, bracket + 1) + ".role"));
    }

    /// Everything in one text, a line feed between the pieces.
    public String whole() {
        return String.join("\n", pieces.stream().map(Piece::text).toList());
    }
}
