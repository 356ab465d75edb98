package io.sallyport.catalog;

import io.sallyport.database.Database;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Refusal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules for every call that operators keep in the database, on top of those of the configuration.
///
/// Errors: the refusals `rule_not_found` and `config_row`.
/// Threads: safe; writing blocks. A change holds here at once, on other instances within a second.
public final class RouteRules {
    private final Database database;
    private final Catalogs catalogs;

    public RouteRules(Database database, Catalogs catalogs) {
        this.database = database;
        this.catalogs = catalogs;
    }

    /// Every rule, configured ones too, in the order in which they are asked.
    public List<RouteRule> all() {
        return catalogs.stored().rules();
    }

    /// Names of those that are kept in the database.
    public Set<String> stored() {
        return catalogs.storedRules().stream().map(RouteRule::name).collect(Collectors.toUnmodifiableSet());
    }

    /// Adds a rule, or puts it in the place of the one with its name.
    public void put(RouteRule rule) {
        String json = JsonCodec.write(rule).toString();
        database.useTransaction(transaction -> {
            transaction.attach(CatalogTable.class).putRule(rule.name(), json);
            transaction.bump(Catalogs.TOPIC, catalogs::reload);
        });
    }

    /// Takes a stored rule away; a configured one of its name holds again.
    public void remove(String name) {
        database.useTransaction(transaction -> {
            if (transaction.attach(CatalogTable.class).deleteRule(name) == 0) {
                throw missing(name);
            }
            transaction.bump(Catalogs.TOPIC, catalogs::reload);
        });
    }

    private RuntimeException missing(String name) {
        return catalogs.isConfiguredRule(name)
                ? new Refusal.NotAllowed("config_row", "The rule '" + name + "' is in the configuration file.")
                        .asException()
                : new Refusal.NotFound("rule_not_found", "There is no rule '" + name + "'.").asException();
    }
}
