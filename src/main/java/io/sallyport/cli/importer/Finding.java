package io.sallyport.cli.importer;

/// What became of one key of the source.
///
/// @param path in the source, such as `providers[0].name`; empty for what was added
/// @param note where it stands now, what changed, or why it was left
public record Finding(String path, Verdict verdict, String note) {

    /// How exactly a key was carried over.
    public enum Verdict {
        /// The same value with the same meaning, if under another name.
        EXACT,
        /// Another value, or another meaning.
        ADAPTED,
        /// Nothing here does that.
        LEFT,
        /// What the older gateway did without being told, and this one has to be told.
        ADDED
    }
}
