package io.sallyport.fleet;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `node_key`.
interface NodeKeyTable {

    String COLUMNS = """
            select id, purpose, prefix, secret_hash, name, host_id, allowed_models, tenants, labels::text as labels,
              created_by, created_at, expires_at, used_at, revoked_at, public_key
            from node_key
            """;

    @SqlUpdate("""
            insert into node_key (id, purpose, prefix, secret_hash, name, host_id, allowed_models, tenants, labels,
              created_by, created_at, expires_at, public_key)
            values (:id, :purpose, :prefix, :secretHash, :name, :hostId, :allowedModels, :tenants,
              cast(:labels as jsonb), :createdBy, :createdAt, :expiresAt, :publicKey)
            """)
    void insert(@BindRecord KeyRow row);

    @SqlQuery(COLUMNS + "order by created_at desc, id")
    List<KeyRow> all();

    @SqlQuery(COLUMNS + "where prefix = :prefix")
    Optional<KeyRow> find(@Bind("prefix") String prefix);

    /// @return 0 when it was used before, revoked, or is too old
    @SqlUpdate("""
            update node_key set used_at = :now, host_id = :host
            where id = :id and purpose = 'token' and used_at is null and revoked_at is null and expires_at > :now
            """)
    int use(@Bind("id") String id, @Bind("host") String host, @Bind("now") Instant now);

    /// @return 0 when there is none, or it was revoked before
    @SqlUpdate("update node_key set revoked_at = :now where id = :id and revoked_at is null")
    int revoke(@Bind("id") String id, @Bind("now") Instant now);

    record KeyRow(
            String id,
            String purpose,
            String prefix,
            String secretHash,
            String name,
            Optional<String> hostId,
            List<String> allowedModels,
            List<String> tenants,
            String labels,
            String createdBy,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> usedAt,
            Optional<Instant> revokedAt,
            Optional<String> publicKey) {}
}
