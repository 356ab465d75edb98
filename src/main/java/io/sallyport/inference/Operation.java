package io.sallyport.inference;

import java.util.Locale;

/// What a model call is for. The word is what allow-lists, logs and metrics use.
public enum Operation {
    CHAT,
    COMPLETION,
    RESPONSE,
    MESSAGE,
    CONTENT,
    EMBEDDING,
    IMAGE,
    SPEECH,
    TRANSCRIPTION,
    TRANSLATION,
    MODERATION,
    RERANK,
    FINE_TUNING,
    FILE,
    UPLOAD,
    BATCH,
    ASSISTANT,
    REALTIME,
    /// A declared endpoint that is passed through without being understood.
    OTHER;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// True for the calls whose meaning is known in every chat dialect, so that they can be translated.
    public boolean isChat() {
        return this == CHAT || this == MESSAGE || this == CONTENT || this == RESPONSE || this == COMPLETION;
    }

    /// True for the calls that some vendor answers event by event.
    public boolean isStreamed() {
        return isChat() || this == IMAGE || this == SPEECH || this == TRANSCRIPTION;
    }

    /// True for calls of which backends keep nothing, so that one may be made again, or its answer given again.
    public boolean isRepeatable() {
        return switch (this) {
            case CHAT, COMPLETION, MESSAGE, CONTENT, EMBEDDING, MODERATION, RERANK -> true;
            default -> false;
        };
    }

    /// Lower-case name, for example `chat`.
    public String word() {
        return word;
    }
}
