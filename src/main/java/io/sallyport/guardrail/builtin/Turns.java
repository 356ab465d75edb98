package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Layer;
import java.util.List;
import java.util.stream.Collectors;

/// Which texts somebody outside is shown.
enum Turns {
    /// What the person said last; everything where the form does not say who speaks.
    LATEST,
    /// Every text.
    ALL;

    private static final String PERSON = "user";

    /// The texts as one, a line feed between them.
    String of(Content content) {
        List<Piece> shown = this == LATEST && content.layer() == Layer.INPUT ? latest(content) : content.pieces();
        return shown.stream().map(Piece::text).collect(Collectors.joining("\n"));
    }

    private static List<Piece> latest(Content content) {
        List<Piece> pieces = content.pieces();
        for (Piece piece : pieces.reversed()) {
            if (content.speaker(piece).filter(PERSON::equals).isPresent()) {
                String turn = piece.place().substring(0, piece.place().indexOf(']') + 1);
                return pieces.stream()
                        .filter(other -> other.place().startsWith(turn))
                        .toList();
            }
        }
        return pieces;
    }
}
