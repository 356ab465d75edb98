package io.sallyport.dialect;

import java.util.Map;
import java.util.Optional;

/// The words by which vendors call formats of sound, and their media types.
public final class AudioFormat {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/wave", "wav"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp3", "mp3"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/opus", "opus"),
            Map.entry("audio/flac", "flac"),
            Map.entry("audio/aac", "aac"),
            Map.entry("audio/webm", "webm"),
            Map.entry("audio/mp4", "mp4"));

    private AudioFormat() {}

    /// @param mediaType with or without parameters
    /// @return for example `mp3`; empty for a type that nobody names
    public static Optional<String> word(String mediaType) {
        return Optional.ofNullable(WORDS.get(mediaType.split(";", 2)[0].strip()));
    }

    /// @param word for example `mp3`
    public static String mediaType(String word) {
        return "audio/" + (word.equals("mp3") ? "mpeg" : word);
    }
}
