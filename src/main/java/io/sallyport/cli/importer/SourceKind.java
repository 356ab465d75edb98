package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whose files are carried over.
public enum SourceKind {
    LITELLM("LiteLLM"),
    GASKET("Gasket Gateway"),
    GENIEHIVE("GenieHive"),
    FLASH("Flash Gateway"),
    OPEN_MODEL_GATEWAY("Open Model Gateway");

    private final String title;

    SourceKind(String title) {
        this.title = title;
    }

    /// The kind of a file, by keys that only its kind has; empty when none is there.
    public static Optional<SourceKind> of(Json source) {
        return Arrays.stream(values())
                .filter(kind -> kind.marks().stream()
                        .anyMatch(mark -> Sheet.at(source, mark).isPresent()))
                .findFirst();
    }

    /// The kind with a word.
    public static Optional<SourceKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /// As it is written on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What people call it.
    public String title() {
        return title;
    }

    /// Keys that only files of this kind have.
    private List<String> marks() {
        return switch (this) {
            case LITELLM -> List.of("model_list", "litellm_settings", "router_settings");
            case GASKET -> List.of("openai_backends", "opensearch", "backend_profiles");
            case GENIEHIVE -> List.of("roles_path", "storage.sqlite_path", "budgeting");
            case FLASH -> List.of("storage.postgres", "providers[0].endpoints", "guardrails");
            case OPEN_MODEL_GATEWAY ->
                List.of("model_catalog", "rate_limits", "bootstrap", "server.listen_addr", "admin");
        };
    }

    void carry(Sheet sheet) {
        switch (this) {
            case LITELLM -> LiteLlmFile.carry(sheet);
            case GASKET -> GasketFile.carry(sheet);
            case GENIEHIVE -> GenieHiveFile.carry(sheet);
            case FLASH -> FlashFile.carry(sheet);
            case OPEN_MODEL_GATEWAY -> OpenModelFile.carry(sheet);
        }
    }
}
