package io.sallyport.fleet;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `node_host`.
interface FleetTable {

    String COLUMNS = """
            select id, name, address, owner, approval, told, ordered, labels::text as labels, facts::text as facts,
              tenants, services::text as services, registered_at, last_seen_at, returned_at, signed_at
            from node_host
            """;

    @SqlQuery(COLUMNS + "order by id")
    List<HostRow> all();

    /// Those that gave a sign of life since, here or elsewhere.
    @SqlQuery(COLUMNS + "where last_seen_at > :since")
    List<HostRow> seenSince(@Bind("since") Instant since);

    @SqlQuery(COLUMNS + "where id = :id for update")
    Optional<HostRow> lock(@Bind("id") String id);

    @SqlQuery("select count(*) from node_host where tenants = cast(:tenants as text[]) and id <> :apart")
    int count(@Bind("tenants") List<String> tenants, @Bind("apart") String apart);

    @SqlUpdate("""
            insert into node_host (id, name, address, owner, approval, told, ordered, labels, facts, tenants, services,
              registered_at, last_seen_at, returned_at, signed_at)
            values (:id, :name, :address, :owner, :approval, :told, :ordered, cast(:labels as jsonb),
              cast(:facts as jsonb), :tenants, cast(:services as jsonb), :registeredAt, :lastSeenAt, :returnedAt, :signedAt)
            on conflict (id) do update set name = excluded.name, address = excluded.address, owner = excluded.owner,
              approval = excluded.approval, told = excluded.told, labels = excluded.labels, facts = excluded.facts,
              tenants = excluded.tenants, services = excluded.services, last_seen_at = excluded.last_seen_at,
              returned_at = excluded.returned_at, signed_at = excluded.signed_at
            """)
    void put(@BindRecord HostRow row);

    /// What heartbeats change; what operators said stays as it is.
    @SqlBatch("""
            update node_host set told = :told, facts = cast(:facts as jsonb), services = cast(:services as jsonb),
              last_seen_at = :lastSeenAt, returned_at = :returnedAt, signed_at = :signedAt
            where id = :id and last_seen_at <= :lastSeenAt
            """)
    void seen(@BindRecord List<HostRow> rows);

    /// @return 0 when there is no such host
    @SqlUpdate("update node_host set ordered = :ordered where id = :id")
    int order(@Bind("id") String id, @Bind("ordered") String ordered);

    /// @return 0 when there is no such host
    @SqlUpdate("update node_host set approval = 'approved' where id = :id")
    int approve(@Bind("id") String id);

    /// @return 0 when there is no such host
    @SqlUpdate("delete from node_host where id = :id")
    int delete(@Bind("id") String id);

    record HostRow(
            String id,
            String name,
            String address,
            String owner,
            String approval,
            String told,
            String ordered,
            String labels,
            String facts,
            List<String> tenants,
            String services,
            Instant registeredAt,
            Instant lastSeenAt,
            Instant returnedAt,
            Instant signedAt) {}
}
