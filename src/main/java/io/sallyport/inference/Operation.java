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

    /// Lower-case name, for example `chat`.
    public String word() {
        return word;
    }
}
