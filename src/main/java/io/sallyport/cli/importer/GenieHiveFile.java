package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.math.BigDecimal;

/// The control file of GenieHive, whose authentication, authorisation and role catalog have the same keys here.
///
/// Source: requirements PR21, CF12 to CF18, LI28, resolution C40.
final class GenieHiveFile {
    private static final int CENTS = 2;

    private GenieHiveFile() {}

    static void carry(Sheet sheet) {
        server(sheet);
        sheet.left("storage", "the gateway brings its own PostgreSQL, or takes one by database.url; rows are not read");
        routing(sheet);
        for (int i = 0; i < sheet.size("providers"); i++) {
            provider(sheet, "providers[" + i + "]", "backends[" + i + "]");
        }
        budgets(sheet);
    }

    private static void server(Sheet sheet) {
        String profile = sheet.text("deployment_profile");
        if (profile.startsWith("foundation")) {
            sheet.adapted("deployment_profile", "deployment_profile", "foundation", "the word is shorter");
        }
        if (!sheet.has("server.port")) {
            sheet.add("server.port", number(8800), "the port of the older gateway");
        }
        if (sheet.has("admin_api.enabled") && sheet.at("admin_api.enabled").boolOr(false)) {
            sheet.add(
                    "auth.enable_named_client_keys", sheet.at("admin_api.enabled"), "keys are issued by the admin API");
        }
    }

    private static void routing(Sheet sheet) {
        sheet.seconds("routing.health_stale_after_s", "nodes.stale_after");
        boolean probes = sheet.at("routing.probe_interval_s").isNumber()
                && sheet.at("routing.probe_interval_s").decimal().signum() > 0;
        Json on = Json.parse(String.valueOf(probes));
        sheet.adapted("routing.probe_interval_s", "nodes.probe_services", on, "how often is health.check_interval");
        sheet.left("routing.probe_timeout_s", "a probe waits as long as it is useful");
    }

    private static void provider(Sheet sheet, String from, String to) {
        sheet.exact(from + ".provider_id", to + ".name");
        if (sheet.text(from + ".provider_kind").equals("anthropic_messages")) {
            sheet.adapted(from + ".provider_kind", to + ".kind", "anthropic", "the word of the vendor");
        } else {
            sheet.exact(from + ".provider_kind", to + ".kind");
        }
        sheet.exact(from + ".base_url", to + ".base_url");
        sheet.exact(from + ".api_key_env", to + ".api_key_env");
        sheet.exact(from + ".default_headers", to + ".headers");
        sheet.exact(from + ".models", to + ".models");
        sheet.exact(from + ".enabled", to + ".enabled");
        sheet.left(from + ".operation", "a backend serves whatever its kind can do");
    }

    private static void budgets(Sheet sheet) {
        if (!sheet.at("budgeting.enabled").boolOr(false)) {
            sheet.left("budgeting", "budgeting is off in it");
            return;
        }
        sheet.left("budgeting.enabled", "budgets hold as soon as there are limits");
        int next = 0;
        if (sheet.has("budgeting.global_monthly_budget_cents")) {
            String path = "budgeting.global_monthly_budget_cents";
            sheet.adapted(path, "limits[0]", limit(sheet, "global", "", path), "dollars in the place of cents");
            next++;
        }
        if (sheet.at("budgeting.provider_monthly_budget_cents").isObject()) {
            for (Json.Field field :
                    sheet.at("budgeting.provider_monthly_budget_cents").fields()) {
                String path = "budgeting.provider_monthly_budget_cents." + field.name();
                Json limit = limit(sheet, "backend", field.name(), path);
                sheet.adapted(path, "limits[" + next + "]", limit, "dollars in the place of cents");
                next++;
            }
        }
        sheet.partOf("budgeting.reset_day_of_month", "limits[].reset_day");
        sheet.partOf("budgeting.deny_on_unknown_cost", "limits[].unknown_cost");
    }

    private static Json limit(Sheet sheet, String scope, String subject, String path) {
        BigDecimal dollars = sheet.at(path).decimal().movePointLeft(CENTS);
        JsonObject limit = Json.object()
                .put("name", subject.isEmpty() ? "everything" : subject)
                .put("scope", scope)
                .put("metric", "cost")
                .put("amount", dollars.toPlainString())
                .put("window", "month")
                .put("reset_day", sheet.at("budgeting.reset_day_of_month").longOr(1))
                .put("unknown_cost", sheet.at("budgeting.deny_on_unknown_cost").boolOr(true) ? "refuse" : "allow");
        if (!subject.isEmpty()) {
            limit.put("subject", subject);
        }
        return limit.toJson();
    }

    private static Json number(long value) {
        return Json.parse(Long.toString(value));
    }
}
