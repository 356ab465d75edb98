package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The configuration of a LiteLLM proxy: deployments behind names, how the router chooses, and a master key.
///
/// Source: LiteLLM documentation, proxy, «Config.yaml» and «All settings».
final class LiteLlmFile {
    private static final String GENERAL = "general_settings";
    private static final String ROUTER = "router_settings";
    private static final String MODULE = "litellm_settings";
    private static final long PORT = 4000;

    private static final Map<String, String> STRATEGIES = Map.of(
            "simple-shuffle", "weighted",
            "least-busy", "least_busy",
            "latency-based-routing", "latency",
            "cost-based-routing", "cost",
            "usage-based-routing", "least_busy",
            "usage-based-routing-v2", "least_busy");

    private LiteLlmFile() {}

    static void carry(Sheet sheet) {
        LiteLlmModels models = new LiteLlmModels(sheet);
        models.carry();
        general(sheet);
        router(sheet);
        module(sheet);
        fallbacks(sheet, models.places());
        sheet.left("environment_variables", "variables are set outside of the settings, or in a .env file beside them");
    }

    private static void general(Sheet sheet) {
        reference(sheet, GENERAL + ".master_key", "auth.admin_api_keys[0]", "it is a key for operators, not for calls");
        reference(sheet, GENERAL + ".database_url", "database.url", "rows of the other program are not read");
        sheet.adapted(
                GENERAL + ".database_connection_pool_limit",
                "database.max_connections",
                sheet.at(GENERAL + ".database_connection_pool_limit"),
                "of one instance");
        sheet.seconds(GENERAL + ".health_check_interval", "health.check_interval");
        sheet.left(
                GENERAL + ".background_health_checks",
                "backends are always looked at; how often is health.check_interval");
        sheet.adapted(
                GENERAL + ".maximum_spend_logs_retention_period",
                "retention.usage_days",
                days(sheet.text(GENERAL + ".maximum_spend_logs_retention_period")),
                "in days");
        sheet.left(
                GENERAL + ".max_parallel_requests", "an alias has no such cap; limits of the metric parallel have one");
        if (sheet.has(GENERAL + ".global_max_parallel_requests")) {
            Json limit = Json.object()
                    .put("name", "everything")
                    .put("scope", "global")
                    .put("metric", "parallel")
                    .put("amount", sheet.at(GENERAL + ".global_max_parallel_requests"))
                    .toJson();
            sheet.adapted(GENERAL + ".global_max_parallel_requests", "limits[0]", limit, "a limit like others");
        }
        sheet.left(GENERAL + ".store_model_in_db", "aliases can always be added while the gateway runs");
        if (sheet.has(GENERAL + ".master_key")) {
            sheet.add("admin_api.enabled", Json.parse("true"), "there is a key for operators");
            sheet.add("auth.enable_named_client_keys", Json.parse("true"), "virtual keys are issued by operators");
            sheet.add("deployment_profile", "standard", "keys are asked of everybody");
        }
        sheet.add("server.host", "0.0.0.0", "it was open to the network");
        sheet.add("server.port", Json.parse(Long.toString(PORT)), "the port of the other program");
    }

    private static void router(Sheet sheet) {
        String word = sheet.text(ROUTER + ".routing_strategy");
        String strategy = STRATEGIES.getOrDefault(word, "");
        if (word.equals("simple-shuffle") || word.equals("least-busy")) {
            sheet.exact(ROUTER + ".routing_strategy", "routing.default_strategy");
            sheet.put("routing.default_strategy", Json.of(strategy));
        } else if (!strategy.isEmpty()) {
            String how = word.startsWith("usage")
                    ? "calls that run are counted, not tokens of a minute"
                    : "as measured here";
            sheet.adapted(ROUTER + ".routing_strategy", "routing.default_strategy", strategy, how);
        }
        sheet.adapted(
                ROUTER + ".allowed_fails",
                "health.failures_before_rest",
                sheet.at(ROUTER + ".allowed_fails"),
                "failures in a row, not in a minute");
        sheet.seconds(ROUTER + ".cooldown_time", "health.cooldown");
        sheet.seconds(ROUTER + ".timeout", "server.provider_timeout");
        sheet.left(ROUTER + ".num_retries", "how often a call is tried is models[].routing.attempts");
        sheet.left(ROUTER + ".enable_pre_call_checks", "prompts that are too long always go to a fallback");
        redis(sheet, ROUTER, "redis_");
        aliases(sheet);
    }

    /// Names that stand for a name of the list.
    private static void aliases(Sheet sheet) {
        sheet.left(ROUTER + ".model_group_alias", "add an alias with the same targets for each name");
    }

    private static void redis(Sheet sheet, String group, String prefix) {
        String at = group + "." + prefix;
        String host = sheet.text(at + "host");
        if (host.isEmpty()) {
            return;
        }
        String port = sheet.text(at + "port").isEmpty() ? "6379" : sheet.text(at + "port");
        String password = placeholder(sheet.text(at + "password"));
        String url = "redis://" + (password.isEmpty() ? "" : ":" + password + "@") + placeholder(host) + ":"
                + placeholder(port);
        sheet.adapted(at + "host", "redis.url", url, "host, port and password are one address");
        sheet.partOf(at + "port", "redis.url");
        sheet.partOf(at + "password", "redis.url");
    }

    private static void module(Sheet sheet) {
        if (!sheet.has(ROUTER + ".timeout")) {
            sheet.seconds(MODULE + ".request_timeout", "server.provider_timeout");
        } else {
            sheet.left(MODULE + ".request_timeout", "router_settings.timeout goes before it");
        }
        sheet.left(MODULE + ".num_retries", "how often a call is tried is models[].routing.attempts");
        sheet.left(
                MODULE + ".drop_params",
                "what a vendor does not know is dropped and told; keys may refuse that (loss_policy)");
        sheet.left(MODULE + ".set_verbose", "observability.log_level says how much is logged");
        if (sheet.at(MODULE + ".json_logs").boolOr(false)) {
            sheet.adapted(MODULE + ".json_logs", "observability.log_form", "json", "a form of the log");
        }
        boolean keeps = sheet.at(MODULE + ".turn_off_message_logging").boolOr(false);
        if (keeps) {
            sheet.adapted(MODULE + ".turn_off_message_logging", "content_capture", "metadata", "bodies are not kept");
        }
        for (String callbacks :
                new String[] {"success_callback", "failure_callback", "callbacks", "service_callbacks"}) {
            sheet.left(
                    MODULE + "." + callbacks,
                    "finished calls are brought elsewhere by export, metrics by observability");
        }
        sheet.exact(MODULE + ".cache", "response_cache.enabled");
        sheet.seconds(MODULE + ".cache_params.ttl", "response_cache.life");
        if (sheet.text(ROUTER + ".redis_host").isEmpty()) {
            redis(sheet, MODULE + ".cache_params", "");
        }
        sheet.left(MODULE + ".cache_params", "the response cache is in memory and in the database");
        budget(sheet);
    }

    private static void budget(Sheet sheet) {
        if (!sheet.has(MODULE + ".max_budget")) {
            return;
        }
        String next = sheet.has(GENERAL + ".global_max_parallel_requests") ? "limits[1]" : "limits[0]";
        String window = sheet.text(MODULE + ".budget_duration");
        Json limit = Json.object()
                .put("name", "everything, in money")
                .put("scope", "global")
                .put("metric", "cost")
                .put("amount", sheet.at(MODULE + ".max_budget"))
                .put("window", window.isEmpty() ? "month" : window)
                .toJson();
        sheet.adapted(MODULE + ".max_budget", next, limit, "a limit like others");
        sheet.partOf(MODULE + ".budget_duration", next + ".window");
    }

    /// A list of objects with one name each, and those that take its place.
    private static void fallbacks(Sheet sheet, Map<String, Integer> places) {
        Map<String, Set<Json>> merged = new LinkedHashMap<>();
        for (String group : new String[] {ROUTER, MODULE}) {
            for (String key : new String[] {"fallbacks", "context_window_fallbacks", "content_policy_fallbacks"}) {
                String path = group + "." + key;
                for (int i = 0; i < sheet.size(path); i++) {
                    sheet.at(path + "[" + i + "]")
                            .fields()
                            .forEach(field -> merged.computeIfAbsent(field.name(), _ -> new LinkedHashSet<>())
                                    .addAll(field.value().elements()));
                }
                told(sheet, path, key);
            }
        }
        merged.forEach((alias, all) -> {
            if (places.containsKey(alias)) {
                JsonArray list = Json.array();
                all.forEach(list::add);
                sheet.put("models[" + places.get(alias) + "].routing.fallbacks", list.toJson());
            }
        });
    }

    private static void told(Sheet sheet, String path, String key) {
        if (key.equals("fallbacks")) {
            sheet.partOf(path, "models[].routing.fallbacks");
        } else if (key.startsWith("context")) {
            sheet.partOf(path, "models[].routing.fallbacks, which take prompts that are too long, too");
        } else {
            sheet.partOf(path, "models[].routing.fallbacks; routing.fallback_on_content lets them take refused texts");
        }
    }

    private static Json days(String period) {
        return period.endsWith("d") && period.length() > 1
                ? Json.parse(period.substring(0, period.length() - 1))
                : Json.of(period);
    }

    private static void reference(Sheet sheet, String path, String to, String how) {
        sheet.adapted(path, to, placeholder(sheet.text(path)), how);
    }

    /// `os.environ/NAME` names a variable.
    static String placeholder(String value) {
        return value.startsWith("os.environ/") ? "${" + value.substring("os.environ/".length()) + "}" : value;
    }
}
