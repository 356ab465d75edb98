package io.sallyport.cli.importer;

import io.sallyport.json.Json;

/// The file of Gasket Gateway, whose sign-in, policies and backend profiles have the same keys here.
///
/// Source: requirements PR9, PO12, PO15, CF1 to CF3, CF26, UP10, resolutions C1, C7.
final class GasketFile {
    private static final long PORT = 5000;

    private GasketFile() {}

    static void carry(Sheet sheet) {
        server(sheet);
        sheet.exact("default_theme", "portal.default_theme");
        for (int i = 0; i < sheet.size("banners"); i++) {
            banner(sheet, "banners[" + i + "]", "portal.banners[" + i + "]");
        }
        if (sheet.has("oidc.provider_url")) {
            sheet.put("oidc.enabled", yes());
        }
        Stores.parts(sheet, "database", "name", "user");
        openSearch(sheet);
        for (int i = 0; i < sheet.size("openai_backends"); i++) {
            backend(sheet, "openai_backends[" + i + "]", "backends[" + i + "]");
        }
        for (int i = 0; i < sheet.size("policies"); i++) {
            sheet.left("policies[" + i + "].enforce_reacceptance", "policies of the file never ask anew");
        }
        sheet.add("auth.enable_named_client_keys", yes(), "people make keys for themselves");
        sheet.add("admin_api.enabled", yes(), "operators are those of oidc.groups.admin_access");
        sheet.add("keys.reveal", "owner", "owners could see their keys again");
    }

    private static void server(Sheet sheet) {
        if (!sheet.has("server.host")) {
            sheet.add("server.host", "0.0.0.0", "it was open to the network");
        }
        if (!sheet.has("server.port")) {
            sheet.add("server.port", Json.parse(Long.toString(PORT)), "the port of the older gateway");
        }
        String host = sheet.text("server.host");
        sheet.add("server.metrics_host", host.isEmpty() ? "0.0.0.0" : host, "metrics stood beside the gateway");
        if (sheet.at("server.debug").boolOr(false)) {
            sheet.adapted("server.debug", "observability.log_level", "debug", "a level of the log");
        } else {
            sheet.left("server.debug", "it is off");
        }
    }

    private static void banner(Sheet sheet, String from, String to) {
        sheet.exact(from + ".type", to + ".type");
        sheet.exact(from + ".position", to + ".position");
        sheet.exact(from + ".visibility", to + ".visibility");
        boolean isMarkup = sheet.text(from + ".content").contains("<");
        if (isMarkup) {
            String text = sheet.text(from + ".content").replaceAll("<[^>]*>", "");
            sheet.adapted(from + ".content", to + ".text", text, "without HTML; links are written [text](address)");
        } else {
            sheet.exact(from + ".content", to + ".text");
        }
    }

    private static void openSearch(Sheet sheet) {
        if (!sheet.has("opensearch")) {
            return;
        }
        sheet.put("audit.enabled", yes());
        for (Json.Field field : sheet.at("opensearch").fields()) {
            if (field.name().equals("user")) {
                sheet.exact("opensearch.user", "audit.opensearch.username");
            } else if (!field.name().equals("index")) {
                sheet.exact("opensearch." + field.name(), "audit.opensearch." + field.name());
            }
        }
        sheet.adapted(
                "opensearch.index",
                "audit.opensearch.index_prefix",
                sheet.at("opensearch.index"),
                "indices have a name for each day");
    }

    private static void backend(Sheet sheet, String from, String to) {
        sheet.exact(from + ".name", to + ".name");
        sheet.put(to + ".kind", Json.of("openai_compatible"));
        sheet.exact(from + ".base_url", to + ".base_url");
        if (sheet.text(from + ".api_key").isEmpty()) {
            sheet.left(from + ".api_key", "it is empty");
        } else {
            sheet.exact(from + ".api_key", to + ".api_key");
        }
        sheet.exact(from + ".skip_tls_verify", to + ".skip_tls_verify");
    }

    private static Json yes() {
        return Json.parse("true");
    }
}
