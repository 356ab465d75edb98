package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names of members in Gemini's form, which clients may write in camel case or with underscores.
///
/// Source: ProtoJSON format, field names.
final class Spelling {
    private Spelling() {}

    /// A member under either name; missing when there is none.
    static Json get(Json object, String camel) {
        Json found = object.get(camel);
        return found.isMissing() ? object.get(underscored(camel)) : found;
    }

    /// Notes every member that nobody reads.
    ///
    /// @param prefix where the object stands, with a dot behind; empty for the body
    static void unread(Losses losses, Json object, Set<String> read, String prefix) {
        Set<String> both = read.stream()
                .flatMap(name -> Stream.of(name, underscored(name)))
                .collect(Collectors.toSet());
        losses.unread(object, both, prefix);
    }

    private static String underscored(String camel) {
        StringBuilder name = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char letter = camel.charAt(i);
            name.append(Character.isUpperCase(letter) ? "_" : "").append(Character.toLowerCase(letter));
        }
        return name.toString();
    }
}
