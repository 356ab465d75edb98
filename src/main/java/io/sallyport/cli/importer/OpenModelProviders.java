package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// The credentials of Open Model Gateway, one set for each vendor, as backends; aliases that have an address of
/// their own get one more.
///
/// Threads: used by one thread.
final class OpenModelProviders {
    private static final String ALL = "providers";

    private final Sheet sheet;
    private final Map<String, Integer> backends = new LinkedHashMap<>();

    OpenModelProviders(Sheet sheet) {
        this.sheet = sheet;
    }

    void carry() {
        slot("openai", "openai_key");
        slot("anthropic", "anthropic_key");
        slot("huggingface", "hugging_face_token");
        azure();
        if (sheet.has(ALL + ".openai_compatible.base_url")) {
            String to = made("openai-compatible", "openai_compatible");
            sheet.exact(ALL + ".openai_compatible.base_url", to + ".base_url");
            sheet.exact(ALL + ".openai_compatible.api_key", to + ".api_key");
        }
        clouds();
    }

    /// A vendor with one key.
    private void slot(String kind, String key) {
        if (!sheet.text(ALL + "." + key).isEmpty()) {
            sheet.exact(ALL + "." + key, made(kind, kind) + ".api_key");
        } else {
            sheet.left(ALL + "." + key, "it is empty");
        }
    }

    private void azure() {
        if (!sheet.text(ALL + ".azure_openai_endpoint").isEmpty()) {
            String to = made("azure", "azure");
            sheet.exact(ALL + ".azure_openai_endpoint", to + ".base_url");
            sheet.exact(ALL + ".azure_openai_key", to + ".api_key");
            sheet.exact(ALL + ".azure_openai_version", to + ".options.api_version");
        }
    }

    private void clouds() {
        if (!sheet.text(ALL + ".aws_region").isEmpty()) {
            String to = made("bedrock", "bedrock");
            sheet.exact(ALL + ".aws_region", to + ".options.region");
            Json pair =
                    Json.of(sheet.text(ALL + ".aws_access_key_id") + ":" + sheet.text(ALL + ".aws_secret_access_key"));
            sheet.adapted(ALL + ".aws_secret_access_key", to + ".api_key", pair, "id and secret are one key");
            sheet.partOf(ALL + ".aws_access_key_id", to + ".api_key");
        }
        if (!sheet.text(ALL + ".gcp_project_id").isEmpty()) {
            String to = made("vertex", "vertex");
            sheet.exact(ALL + ".gcp_project_id", to + ".options.project");
            sheet.exact(ALL + ".gcp_json_credentials", to + ".api_key");
        }
    }

    private String made(String name, String kind) {
        String to = "backends[" + backends.size() + "]";
        backends.put(name, backends.size());
        sheet.put(to + ".name", Json.of(name));
        sheet.put(to + ".kind", Json.of(kind));
        return to;
    }

    /// The backend of an entry of the catalog.
    ///
    /// @param from its path
    String backend(String from) {
        String kind = kind(sheet.text(from + ".provider"));
        String usual = kind.equals("openai_compatible") ? "openai-compatible" : kind;
        boolean isOwn = sheet.has(from + ".endpoint")
                || sheet.has(from + ".api_key")
                || sheet.has(from + ".api_version")
                || sheet.has(from + ".region");
        if (!isOwn) {
            if (!backends.containsKey(usual)) {
                var _ = made(usual, kind);
            }
            return usual;
        }
        String name = usual + "-" + sheet.text(from + ".alias").replaceAll("[^A-Za-z0-9._-]", "-");
        String unique = backends.containsKey(name) ? name + "-" + backends.size() : name;
        String to = made(unique, kind);
        String common = ALL + ".azure_openai_";
        carryOr(from + ".endpoint", to + ".base_url", common + "endpoint", kind);
        carryOr(from + ".api_key", to + ".api_key", common + "key", kind);
        carryOr(from + ".api_version", to + ".options.api_version", common + "version", kind);
        sheet.exact(from + ".region", to + ".options.region");
        return unique;
    }

    /// A value of the entry, else what all entries of Azure have.
    private void carryOr(String path, String to, String common, String kind) {
        if (sheet.has(path)) {
            sheet.exact(path, to);
        } else if (kind.equals("azure") && sheet.has(common)) {
            sheet.put(to, sheet.at(common));
        }
    }

    private static String kind(String provider) {
        return switch (provider) {
            case "azure_openai" -> "azure";
            case "hugging_face" -> "huggingface";
            default -> provider;
        };
    }
}
