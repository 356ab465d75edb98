package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Set;

/// The file of Flash Gateway: one provider after the other with the paths it serves, guardrails, and the log.
///
/// Source: requirements DA14, GU6, AU18, resolutions C4, C13, C52.
final class FlashFile {
    /// Paths every backend serves without being told.
    private static final Set<String> SERVED = Set.of(
            "/v1/responses",
            "/v1/chat/completions",
            "/v1/completions",
            "/v1/embeddings",
            "/v1/models",
            "/v1/messages",
            "/v1/audio/speech",
            "/v1/audio/transcriptions",
            "/v1/audio/translations",
            "/v1/images/generations",
            "/v1/images/edits",
            "/v1/images/variations",
            "/v1/fine-tuning/jobs",
            "/v1/fine_tuning/jobs",
            "/v1/files",
            "/v1/batches",
            "/v1/moderations");

    private FlashFile() {}

    static void carry(Sheet sheet) {
        server(sheet);
        storage(sheet);
        guardrails(sheet, "input_guardrails");
        guardrails(sheet, "output_guardrails");
        boolean passesOn = true;
        for (int i = 0; i < sheet.size("providers"); i++) {
            passesOn &= provider(sheet, "providers[" + i + "]", "backends[" + i + "]");
        }
        if (passesOn) {
            sheet.add("auth.mode", "passthrough", "clients show the key of the provider");
        }
        sheet.add("server.cors.allowed_origins", Json.array().add("*").toJson(), "pages of anybody could call it");
        sheet.add("content_capture", "full", "bodies were kept");
    }

    private static void server(Sheet sheet) {
        if (sheet.text("server.port").startsWith(":")) {
            sheet.add("server.host", "0.0.0.0", "a port without a host is open to the network");
        }
        sheet.seconds("server.read_timeout", "server.read_timeout");
        sheet.seconds("server.idle_timeout", "server.idle_timeout");
        if (sheet.at("server.write_timeout").isNumber()) {
            String time = sheet.text("server.write_timeout") + "s";
            sheet.adapted(
                    "server.write_timeout",
                    "server.stream_idle_timeout",
                    time,
                    "silence in a stream, not a whole answer");
        }
    }

    private static void storage(Sheet sheet) {
        String at = "storage.postgres";
        sheet.left("storage.type", "it is always PostgreSQL");
        if (sheet.text(at + ".url").isEmpty()) {
            Stores.parts(sheet, at, "database", "username");
            sheet.left(at + ".url", "it is empty");
        } else {
            sheet.exact(at + ".url", "database.url");
            Stores.unused(sheet, at, "host", "port", "database", "username", "password", "ssl_mode");
        }
        sheet.exact(at + ".max_connections", "database.max_connections");
        sheet.adapted(
                at + ".max_idle_conns", "database.min_idle", sheet.at(at + ".max_idle_conns"), "so many are kept open");
        if (sheet.at(at + ".conn_max_lifetime").isNumber()) {
            String time = sheet.text(at + ".conn_max_lifetime") + "m";
            sheet.adapted(at + ".conn_max_lifetime", "database.max_lifetime", time, "in minutes");
        }
    }

    private static void guardrails(Sheet sheet, String list) {
        int next = 0;
        for (int i = 0; i < sheet.size("guardrails." + list); i++) {
            String from = "guardrails." + list + "[" + i + "]";
            String type = sheet.text(from + ".type");
            if (!type.equals("openai_moderation")) {
                sheet.left(
                        from,
                        "there is no guardrail of the type " + type
                                + "; docs/guides/guardrails.md has those there are");
                continue;
            }
            String to = "guardrails." + list + "[" + next++ + "]";
            sheet.exact(from + ".name", to + ".name");
            sheet.adapted(from + ".type", to + ".type", "moderation", "the word is shorter");
            sheet.exact(from + ".enabled", to + ".enabled");
            sheet.exact(from + ".priority", to + ".priority");
            moderation(sheet, from + ".config", to);
        }
    }

    private static void moderation(Sheet sheet, String from, String to) {
        sheet.exact(from + ".api_key", to + ".config.api_key");
        sheet.exact(from + ".categories", to + ".config.categories");
        sheet.exact(from + ".block_on_flag", to + ".config.block_on_flag");
        if (sheet.has(from + ".fail_open")) {
            String word = sheet.at(from + ".fail_open").boolOr(false) ? "open" : "closed";
            sheet.adapted(from + ".fail_open", to + ".on_failure", word, "every guardrail has it");
        }
    }

    /// @return whether clients show their own key
    private static boolean provider(Sheet sheet, String from, String to) {
        sheet.exact(from + ".name", to + ".name");
        String url = sheet.text(from + ".base_url");
        String kind = url.contains("api.openai.com")
                ? "openai"
                : url.contains("api.anthropic.com") ? "anthropic" : "openai_compatible";
        sheet.add(to + ".kind", kind, "by its address");
        sheet.exact(from + ".base_url", to + ".base_url");
        sheet.exact(from + ".api_key", to + ".api_key");
        boolean passesOn = !sheet.has(from + ".api_key");
        if (passesOn) {
            sheet.put(to + ".credential", Json.of("client"));
        }
        endpoints(sheet, from + ".endpoints", to + ".endpoints");
        return passesOn;
    }

    private static void endpoints(Sheet sheet, String from, String to) {
        int next = 0;
        for (int i = 0; i < sheet.size(from); i++) {
            String one = from + "[" + i + "]";
            if (SERVED.contains(sheet.text(one + ".path"))) {
                sheet.left(one, "is served without being told; patience is backends[].timeout");
                continue;
            }
            String there = to + "[" + next++ + "]";
            sheet.exact(one + ".path", there + ".path");
            sheet.exact(one + ".methods", there + ".methods");
            sheet.seconds(one + ".timeout", there + ".timeout");
            headers(sheet, one + ".headers", there + ".headers");
        }
    }

    /// What a body is, its sender says.
    private static void headers(Sheet sheet, String from, String to) {
        if (!sheet.at(from).isObject()) {
            return;
        }
        JsonObject headers = Json.object();
        sheet.at(from).fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase("content-type"))
                .forEach(field -> headers.put(field.name(), field.value()));
        if (headers.toJson().size() == sheet.at(from).size()) {
            sheet.exact(from, to);
        } else if (headers.toJson().size() > 0) {
            sheet.adapted(from, to, headers.toJson(), "without content-type, which the client says");
        } else {
            sheet.left(from, "the client says what its body is");
        }
    }
}
