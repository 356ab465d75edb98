package io.sallyport.key;

import io.sallyport.database.BindRecord;
import io.sallyport.key.KeySource.Proof;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `api_key`.
interface KeyTable {

    String COLUMNS = """
            select id, tenant_id as tenant, project_id as project, display_name, prefix, status, principal_type,
              principal_ref, allowed_models, allowed_operations, admin, notes, source, created_at, expires_at,
              revoked_at, revoked_by, last_used_at, version
            from api_key
            """;

    /// Adds a key.
    ///
    /// @return 0 when a key with this prefix exists; that one stays as it is
    @SqlUpdate("""
            insert into api_key (id, tenant_id, project_id, display_name, prefix, secret_hash, status, principal_type,
              principal_ref, allowed_models, allowed_operations, admin, notes, source, created_at, expires_at)
            values (:id, :tenant, :project, :displayName, :prefix, :secretHash, lower(:status), :principalType,
              :principalRef, :allowedModels, :allowedOperations, :admin, :notes, :source, :createdAt, :expiresAt)
            on conflict (prefix) do nothing
            """)
    int insert(@BindRecord ApiKey key, @Bind("secretHash") String secretHash);

    @SqlQuery("select id, secret_hash from api_key where prefix = :prefix")
    Optional<Proof> proof(@Bind("prefix") String prefix);

    @SqlQuery(COLUMNS + "where id = :id")
    Optional<ApiKey> find(@Bind("id") KeyId id);

    @SqlQuery(COLUMNS + "where id = :id for update")
    Optional<ApiKey> lock(@Bind("id") KeyId id);

    @SqlQuery("select status = 'active' from tenant where id = :tenant")
    boolean isTenantActive(@Bind("tenant") TenantId tenant);

    /// Keys with an id below one, newest first.
    @SqlQuery(COLUMNS + """
            where (cast(:below as text) is null or id < :below)
              and (cast(:status as text) is null or status = lower(:status))
              and (cast(:principalRef as text) is null or principal_ref = :principalRef)
            order by id desc
            limit :count
            """)
    List<ApiKey> list(
            @Bind("below") Optional<KeyId> below,
            @Bind("status") Optional<ApiKey.Status> status,
            @Bind("principalRef") Optional<String> principalRef,
            @Bind("count") int count);

    @SqlUpdate("""
            update api_key
            set status = lower(:status), revoked_at = :revokedAt, revoked_by = :revokedBy, version = version + 1
            where id = :id
            """)
    void change(@BindRecord KeyChange change);

    @SqlBatch("update api_key set last_used_at = greatest(last_used_at, :at) where id = :id")
    void used(@Bind("id") List<KeyId> ids, @Bind("at") List<Instant> times);

    /// The state a key is to have.
    record KeyChange(KeyId id, ApiKey.Status status, Optional<Instant> revokedAt, Optional<String> revokedBy) {}
}
