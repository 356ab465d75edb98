package io.sallyport.fleet;

import io.sallyport.inference.Operation;
import java.util.Locale;
import java.util.Optional;

/// What a service of a node is for.
public enum ServiceKind {
    CHAT,
    EMBEDDINGS,
    TRANSCRIPTION;

    /// As nodes write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty for a word that is none of these
    public static Optional<ServiceKind> of(String word) {
        for (ServiceKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    public boolean serves(Operation operation) {
        return switch (operation) {
            case CHAT, MESSAGE, CONTENT, COMPLETION, RESPONSE -> this == CHAT;
            case EMBEDDING -> this == EMBEDDINGS;
            case TRANSCRIPTION, TRANSLATION -> this == TRANSCRIPTION;
            default -> false;
        };
    }
}
