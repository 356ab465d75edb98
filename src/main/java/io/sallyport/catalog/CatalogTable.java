package io.sallyport.catalog;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of aliases and prices.
interface CatalogTable {

    @SqlQuery("""
            select alias, type, context_window, max_output_tokens, modalities, supports_tools, price::text as price,
                   expose_reasoning, enabled, metadata::text as metadata, routing::text as routing
            from model_alias order by alias
            """)
    List<AliasRow> aliases();

    @SqlQuery("select alias, position, backend, upstream_model, weight, rank from deployment order by alias, position")
    List<DeploymentRow> deployments();

    /// @return 0 when the alias is there already
    @SqlUpdate("""
            insert into model_alias (alias, type, context_window, max_output_tokens, modalities, supports_tools, price,
                                     expose_reasoning, enabled, metadata, routing)
            values (:alias, :type, :contextWindow, :maxOutputTokens, :modalities, :supportsTools,
                    cast(:price as jsonb), :exposeReasoning, :enabled, cast(:metadata as jsonb), cast(:routing as jsonb))
            on conflict do nothing
            """)
    int insert(@BindRecord AliasRow row);

    /// @return 0 when there is no such alias
    @SqlUpdate("""
            update model_alias set type = :type, context_window = :contextWindow,
                   max_output_tokens = :maxOutputTokens, modalities = :modalities, supports_tools = :supportsTools,
                   price = cast(:price as jsonb), expose_reasoning = :exposeReasoning, enabled = :enabled,
                   metadata = cast(:metadata as jsonb), routing = cast(:routing as jsonb)
            where alias = :alias
            """)
    int update(@BindRecord AliasRow row);

    @SqlUpdate("delete from deployment where alias = :alias")
    int clearDeployments(String alias);

    @SqlUpdate("""
            insert into deployment (alias, position, backend, upstream_model, weight, rank)
            values (:alias, :position, :backend, :upstreamModel, :weight, :rank)
            """)
    int insertDeployment(@BindRecord DeploymentRow row);

    @SqlUpdate("delete from model_alias where alias = :alias")
    int delete(String alias);

    /// The last row of each source for each model; ended ones are without a price.
    @SqlQuery("""
            select distinct on (kind, model, source) kind, model, source, valid_from, price::text as price
            from price order by kind, model, source, valid_from desc
            """)
    List<PriceRow> latestPrices();

    @SqlQuery("""
            select kind, model, source, valid_from, price::text as price
            from price where kind = :kind and model = :model order by valid_from desc, source limit 1000
            """)
    List<PriceRow> priceHistory(String kind, String model);

    @SqlQuery("select kind, model, source, valid_from, price::text as price from price order by valid_from")
    List<PriceRow> allPrices();

    @SqlUpdate("""
            insert into price (kind, model, source, valid_from, price)
            values (:kind, :model, :source, :validFrom, cast(:price as jsonb))
            on conflict (kind, model, source, valid_from) do update set price = excluded.price
            """)
    int insertPrice(@BindRecord PriceRow row);

    @SqlQuery("select name, rule::text as rule from route_rule order by name")
    List<RuleRow> rules();

    @SqlUpdate("""
            insert into route_rule (name, rule) values (:name, cast(:rule as jsonb))
            on conflict (name) do update set rule = excluded.rule
            """)
    int putRule(String name, String rule);

    @SqlUpdate("delete from route_rule where name = :name")
    int deleteRule(String name);

    /// @param rule JSON object of [RouteRule]
    record RuleRow(String name, String rule) {}

    /// @param price JSON in dollars per million tokens
    /// @param metadata JSON object of texts
    /// @param routing JSON object of [Routing]
    record AliasRow(
            String alias,
            String type,
            Optional<Long> contextWindow,
            Optional<Long> maxOutputTokens,
            List<String> modalities,
            boolean supportsTools,
            Optional<String> price,
            boolean exposeReasoning,
            boolean enabled,
            String metadata,
            String routing) {}

    record DeploymentRow(String alias, int position, String backend, String upstreamModel, int weight, int rank) {}

    /// @param price JSON in dollars per million tokens; empty when the source has no price any more
    record PriceRow(String kind, String model, String source, Instant validFrom, Optional<String> price) {}
}
