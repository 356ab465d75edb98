package io.sallyport.journal;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `admin_event`.
interface AdminEventTable {

    @SqlUpdate("""
            insert into admin_event (id, at, actor, actor_user_id, actor_key_id, action, resource_type, resource_id,
              tenant_id, metadata, request_id, address, state_before, state_after)
            values (:id, :at, :actor, :actorUser, :actorKey, :action, :resourceType, :resourceId,
              :tenant, cast(:metadata as jsonb), :requestId, :address, cast(:before as jsonb), cast(:after as jsonb))
            """)
    void insert(@BindRecord Row event);

    /// Events with an id below one, newest first.
    @SqlQuery("""
            select id, at, actor, actor_user_id as actor_user, actor_key_id as actor_key, action, resource_type,
              resource_id, tenant_id as tenant, cast(metadata as text) as metadata, request_id, address,
              cast(state_before as text) as before, cast(state_after as text) as after
            from admin_event
            where (cast(:below as uuid) is null or id < :below)
              and (cast(:actor as text) is null or actor_user_id = :actor or actor_key_id = :actor)
              and (cast(:action as text) is null or action = :action)
              and (cast(:resourceType as text) is null or resource_type = :resourceType)
              and (cast(:resourceId as text) is null or resource_id = :resourceId)
              and (cast(:tenant as text) is null or tenant_id = :tenant)
              and (cast(:from as timestamptz) is null or at >= :from)
              and (cast(:to as timestamptz) is null or at < :to)
            order by id desc
            limit :count
            """)
    List<Row> list(@BindRecord AdminEventFilter filter, @Bind("below") Optional<UUID> below, @Bind("count") int count);

    /// An event with its JSON as text.
    record Row(
            UUID id,
            Instant at,
            String actor,
            Optional<UserId> actorUser,
            Optional<KeyId> actorKey,
            String action,
            String resourceType,
            String resourceId,
            Optional<TenantId> tenant,
            String metadata,
            Optional<String> requestId,
            String address,
            Optional<String> before,
            Optional<String> after) {}
}
