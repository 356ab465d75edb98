package io.sallyport.pipeline;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.TextPlaces;
import io.sallyport.json.JsonLeaves;
import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A JSON body as guardrails see it.
///
/// @param sealed places of what they cannot read
record ScreenedBody(Bytes body, List<Leaf> leaves, Content content, List<String> sealed) {

    /// Errors: JsonProblem when it is no JSON.
    static ScreenedBody of(Layer layer, String model, Bytes body) {
        List<Leaf> leaves = JsonLeaves.of(body);
        List<Piece> pieces = new ArrayList<>();
        Map<String, String> codes = new HashMap<>();
        List<String> sealed = new ArrayList<>();
        Set<String> documents = TextPlaces.documents(leaves);
        for (Leaf leaf : leaves) {
            if (!leaf.isText()) {
                if (sealed.isEmpty() && isToken(leaf)) {
                    sealed.add(leaf.path());
                }
                continue;
            }
            switch (TextPlaces.of(leaf, documents)) {
                case CONTENT -> pieces.add(new Piece(leaf.path(), leaf.value()));
                case CODE -> codes.put(leaf.path(), leaf.value());
                case SEALED -> sealed.add(leaf.path());
            }
        }
        return new ScreenedBody(body, leaves, new Content(layer, model, pieces, codes), sealed);
    }

    /// Words may be asked about by their numbers.
    private static boolean isToken(Leaf leaf) {
        String path = leaf.path();
        return path.endsWith("]") && (path.startsWith("input[") || path.startsWith("prompt["));
    }

    /// The body with other texts.
    Bytes with(Map<String, String> texts) {
        return JsonLeaves.with(body, leaves, texts);
    }
}
