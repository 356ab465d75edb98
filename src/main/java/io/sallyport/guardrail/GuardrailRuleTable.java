package io.sallyport.guardrail;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of guardrails that operators set up.
interface GuardrailRuleTable {
    String COLUMNS = "select id, layer, name, rule::text as rule, config, created_at, updated_at from guardrail_rule ";

    @SqlQuery(COLUMNS + "order by name, layer")
    List<RuleRow> list();

    @SqlQuery(COLUMNS + "where id = :id")
    Optional<RuleRow> find(@Bind("id") UUID id);

    /// Nobody else changes it until the transaction ends.
    @SqlQuery(COLUMNS + "where id = :id for update")
    Optional<RuleRow> lock(@Bind("id") UUID id);

    /// @return 0 when there is one with the name at the same door
    @SqlUpdate("""
            insert into guardrail_rule (id, layer, name, rule, config, created_at, updated_at)
            values (:id, :layer, :name, cast(:rule as jsonb), :config, :createdAt, :updatedAt)
            on conflict do nothing
            """)
    int insert(@BindRecord RuleRow row);

    /// @return 0 when there is another one with the name at the same door
    @SqlUpdate("""
            update guardrail_rule set layer = :layer, name = :name, rule = cast(:rule as jsonb), config = :config,
              updated_at = :updatedAt
            where id = :id and not exists (
              select from guardrail_rule other where other.layer = :layer and other.name = :name and other.id <> :id)
            """)
    int update(@BindRecord RuleRow row);

    @SqlUpdate("delete from guardrail_rule where id = :id")
    int delete(@Bind("id") UUID id);

    /// A guardrail as it is stored.
    ///
    /// @param config sealed
    record RuleRow(
            UUID id, String layer, String name, String rule, String config, Instant createdAt, Instant updatedAt) {}
}
