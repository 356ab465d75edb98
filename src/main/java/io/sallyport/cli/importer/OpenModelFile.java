package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// The file of Open Model Gateway, whose server, bootstrap, health and budgets have the same keys here.
///
/// Source: requirements CF8 to CF11, PR12, PR13, RO6, ID16, ID18, LI12, resolutions C8, C29.
final class OpenModelFile {
    private static final String MODELS = "model_catalog";

    private OpenModelFile() {}

    static void carry(Sheet sheet) {
        server(sheet);
        sheet.exact("database.max_conns", "database.max_connections");
        sheet.exact("database.min_conns", "database.min_idle");
        sheet.left("database.migrations_dir", "migrations are part of the program");
        sheet.left("redis.db", "it is the end of redis.url");
        sheet.left("redis.pool_size", "one connection is enough");
        limits(sheet);
        observability(sheet);
        admin(sheet);
        bootstrap(sheet);
        OpenModelProviders providers = new OpenModelProviders(sheet);
        providers.carry();
        models(sheet, providers);
    }

    private static void server(Sheet sheet) {
        String address = sheet.text("server.listen_addr");
        int colon = address.lastIndexOf(':');
        if (colon >= 0) {
            String host = colon == 0 ? "0.0.0.0" : address.substring(0, colon);
            sheet.adapted("server.listen_addr", "server.host", host, "host and port are two keys");
            sheet.put("server.port", Json.of(address.substring(colon)));
        }
    }

    private static void limits(Sheet sheet) {
        String[] rates = {
            "requests_per_minute", "tokens_per_minute", "parallel_requests_key", "parallel_requests_tenant"
        };
        for (String rate : rates) {
            sheet.exact("rate_limits.default_" + rate, "rate_limits." + rate);
        }
        sheet.exact("budgets.refresh_schedule", "budgets.window");
        sheet.exact("budgets.warning_threshold_perc", "budgets.warning_threshold");
        sheet.exact("budgets.alert.enabled", "alerts.enabled");
        sheet.exact("budgets.alert.emails", "alerts.emails");
        sheet.exact("budgets.alert.webhooks", "alerts.webhooks");
        sheet.exact("budgets.alert.cooldown", "alerts.cooldown");
    }

    private static void observability(Sheet sheet) {
        sheet.left("health.rolling_window", "a target rests after health.failures_before_rest failures in a row");
        sheet.exact("health.failure_threshold", "health.failures_before_rest");
        sheet.exact("retention.days", "retention.metadata_days");
    }

    private static void admin(Sheet sheet) {
        sheet.exact("admin.session.access_token_ttl", "admin.auth.access_ttl");
        sheet.exact("admin.session.refresh_token_ttl", "admin.auth.refresh_ttl");
        sheet.exact("admin.session.cookie_name", "admin.auth.cookie_name");
        sheet.left("admin.session.jwt_secret", "it is taken from the variable that admin.auth.jwt_secret_env names");
        sheet.exact("admin.local.enabled", "admin.auth.local.enabled");
        sheet.exact("admin.oidc.issuer", "oidc.provider_url");
        for (String key : new String[] {
            "enabled",
            "client_id",
            "client_secret",
            "redirect_url",
            "scopes",
            "allowed_domains",
            "roles_claim",
            "allowed_roles",
            "admin_roles"
        }) {
            sheet.exact("admin.oidc." + key, "oidc." + key);
        }
        sheet.add("admin_api.enabled", Json.parse("true"), "it was always there");
        sheet.add("auth.enable_named_client_keys", Json.parse("true"), "keys are issued to tenants");
        sheet.add("deployment_profile", "standard", "keys are asked of everybody");
    }

    private static void bootstrap(Sheet sheet) {
        for (int i = 0; i < sheet.size("bootstrap.memberships"); i++) {
            sheet.exact("bootstrap.memberships[" + i + "].email", "bootstrap.memberships[" + i + "].user");
        }
        for (int i = 0; i < sheet.size("bootstrap.tenant_limits"); i++) {
            String at = "bootstrap.tenant_limits[" + i + "]";
            for (String key : new String[] {"requests_per_minute", "tokens_per_minute", "parallel_requests"}) {
                sheet.exact(at + ".limits." + key, at + "." + key);
            }
        }
    }

    /// Entries of one alias are its targets.
    private static void models(Sheet sheet, OpenModelProviders providers) {
        Map<String, Integer> aliases = new LinkedHashMap<>();
        Map<String, Integer> targets = new LinkedHashMap<>();
        for (int i = 0; i < sheet.size(MODELS); i++) {
            String from = MODELS + "[" + i + "]";
            String alias = sheet.text(from + ".alias");
            boolean isFirst = !aliases.containsKey(alias);
            String to = "models[" + aliases.computeIfAbsent(alias, _ -> aliases.size()) + "]";
            int target = targets.merge(alias, 1, Integer::sum) - 1;
            model(sheet, from, to, isFirst);
            target(sheet, from, to + ".targets[" + target + "]", providers);
        }
    }

    private static void model(Sheet sheet, String from, String to, boolean isFirst) {
        String[] same = {
            "alias", "model_type", "context_window", "max_output_tokens", "modalities", "supports_tools", "enabled"
        };
        for (String key : same) {
            if (isFirst) {
                sheet.exact(from + "." + key, to + "." + key);
            } else {
                sheet.partOf(from + "." + key, to + ", whose first entry says it");
            }
        }
        if (!isFirst) {
            sheet.partOf(from + ".price_input", to + ", whose first entry says it");
            sheet.partOf(from + ".price_output", to + ", whose first entry says it");
            sheet.left(from + ".currency", "the first entry of the alias says it");
            sheet.left(from + ".metadata", "the first entry of the alias says it");
            return;
        }
        sheet.exact(from + ".price_input", to + ".price.input");
        sheet.exact(from + ".price_output", to + ".price.output");
        sheet.exact(from + ".currency", to + ".price.currency");
        if (sheet.has(from + ".price_input") || sheet.has(from + ".price_output")) {
            sheet.add(to + ".price.price_unit", "per_1k", "prices were per thousand tokens");
        }
        if (sheet.at(from + ".metadata").isObject()) {
            sheet.at(from + ".metadata").fields().forEach(field -> metadata(sheet, from, to, field.name()));
        }
    }

    private static void metadata(Sheet sheet, String from, String to, String name) {
        String path = ".metadata." + name;
        boolean isVoice = name.equals("audio_voice") || name.equals("audio_format");
        sheet.exact(from + path, to + (isVoice ? "." + name : path));
    }

    private static void target(Sheet sheet, String from, String to, OpenModelProviders providers) {
        sheet.adapted(from + ".provider", to + ".backend", providers.backend(from), "a backend has a name of its own");
        String deployment = sheet.text(from + ".deployment");
        if (deployment.isEmpty()) {
            sheet.exact(from + ".provider_model", to + ".model");
        } else {
            sheet.exact(from + ".deployment", to + ".model");
            sheet.left(from + ".provider_model", "the deployment names the model");
        }
        sheet.exact(from + ".weight", to + ".weight");
    }
}
