package io.sallyport.guardrail;

import java.util.Locale;

/// What stands in a text instead of something that was found.
@FunctionalInterface
public interface Substitute {
    /// A word for the kind, such as `[EMAIL]`; nobody can tell what stood there.
    Substitute LABEL = (kind, value) -> "[" + kind.toUpperCase(Locale.ROOT).replace('.', '_') + "]";

    /// Instead of a value of this kind.
    String of(String kind, String value);

    /// Instead of the rest of a value that was too long to be seen at once; its first part was given to [#of].
    default String ofRest(String kind, String value) {
        return "";
    }
}
