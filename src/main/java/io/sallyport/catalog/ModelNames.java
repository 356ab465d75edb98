package io.sallyport.catalog;

import java.util.regex.Pattern;

/// What the name of a model tells about it, where nothing else is known.
public final class ModelNames {
    private static final Pattern NO_CHAT =
            Pattern.compile("(?i).*(embed|rerank|whisper|tts|voice|dall-e|image|moderat|realtime|audio|transcri).*");

    private ModelNames() {}

    /// False for names of models that do something else than answer messages.
    public static boolean soundsLikeChat(String model) {
        return !NO_CHAT.matcher(model).matches();
    }
}
