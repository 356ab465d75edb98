package io.sallyport.inference;

import java.util.List;
import java.util.Locale;

/// A piece of a message.
public sealed interface Part {
    /// Words.
    record Text(String text) implements Part {}

    /// A picture, a document or sound.
    ///
    /// @param name of the file, empty when it has none
    record Media(Kind kind, Source source, String name) implements Part {
        /// What it is.
        public enum Kind {
            IMAGE,
            DOCUMENT,
            AUDIO;

            /// Lower-case name, for example `image`.
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /// Where a picture, a document or sound is.
    sealed interface Source {
        /// In the message itself.
        record Inline(String mediaType, String base64) implements Source {}

        /// On the network, for the vendor to fetch.
        record Link(String url) implements Source {}
    }

    /// The model asks for a tool.
    ///
    /// @param arguments JSON text
    /// @param signature by which the vendor knows the thought behind it again; empty when there is none
    record ToolUse(String id, String name, String arguments, String signature) implements Part {
        public ToolUse(String id, String name, String arguments) {
            this(id, name, arguments, "");
        }
    }

    /// What a tool answered.
    ///
    /// @param id of the call it answers
    record ToolResult(String id, List<Part> parts, boolean failed) implements Part {
        public ToolResult {
            parts = List.copyOf(parts);
        }
    }

    /// What the model thought before it answered.
    ///
    /// @param signature by which the vendor knows its own thoughts again; empty when there is none
    record Thought(String text, String signature) implements Part {
        /// The same thought under another signature.
        public Thought signed(String other) {
            return new Thought(text, other);
        }
    }

    /// Everything up to here is worth keeping in the vendor's prompt cache.
    ///
    /// @param lifetime for example `1h`; empty for the usual one
    record CacheMark(String lifetime) implements Part {}
}
