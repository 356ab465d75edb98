package io.sallyport.dialect;

import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// What a message says, which most wire forms write as one text or as a list of parts.
public final class Content {
    private Content() {}

    /// The parts; none when nothing is said.
    ///
    /// @param part reads an element of a list and adds what it says
    public static List<Part> read(Json content, BiConsumer<Json, List<Part>> part) {
        if (!content.isPresent()) {
            return List.of();
        }
        if (content.isText()) {
            return List.of(new Part.Text(content.text()));
        }
        List<Part> parts = new ArrayList<>();
        content.elements().forEach(element -> part.accept(element, parts));
        return parts;
    }
}
