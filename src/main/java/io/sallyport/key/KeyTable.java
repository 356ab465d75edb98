package io.sallyport.key;

import io.sallyport.database.BindRecord;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.key.KeySource.Proof;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.ModelNames;
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
              principal_ref, allowed_models, allowed_operations, allowed_addresses, admin, loss_policy, notes,
              source, created_at, expires_at, revoked_at, revoked_by, last_used_at, version
            from api_key
            """;

    /// Adds a key.
    ///
    /// @return 0 when a key with this prefix exists; that one stays as it is
    @SqlUpdate("""
            insert into api_key (id, tenant_id, project_id, display_name, prefix, secret_hash, status, principal_type,
              principal_ref, allowed_models, allowed_operations, allowed_addresses, admin, loss_policy, notes, source,
              created_at, expires_at)
            values (:id, :tenant, :project, :displayName, :prefix, :secretHash, lower(:status), :principalType,
              :principalRef, :allowedModels, :allowedOperations, :allowedAddresses, :admin, lower(:lossPolicy),
              :notes, :source, :createdAt, :expiresAt)
            on conflict (prefix) do nothing
            """)
    int insert(@BindRecord ApiKey key, @Bind("secretHash") String secretHash);

    @SqlQuery("select id, secret_hash from api_key where prefix = :prefix")
    Optional<Proof> proof(@Bind("prefix") String prefix);

    @SqlQuery(COLUMNS + "where id = :id")
    Optional<ApiKey> find(@Bind("id") KeyId id);

    @SqlQuery(COLUMNS + "where id = :id for update")
    Optional<ApiKey> lock(@Bind("id") KeyId id);

    @SqlQuery(COLUMNS + "where id = any(:ids)")
    List<ApiKey> some(@Bind("ids") List<String> ids);

    /// What is decided about some keys by their tenants, their projects and their users.
    @SqlQuery("""
            select k.id as key, t.status = 'active'
                and (u.id is null or u.status = 'active' and (u.operator or m.user_id is not null)) as may_call,
              u.id as user, t.allowed_models as tenant_models, p.allowed_models as project_models,
              u.groups || array(select g.name from user_group g join group_member member on member.group_id = g.id
                                where member.user_id = u.id and g.tenant_id = t.id) as groups,
              k.profile_id as profile, k.openwebui_opt_in
            from api_key k
              join tenant t on t.id = k.tenant_id
              join project p on p.id = k.project_id
              left join app_user u
                on u.id = coalesce(k.user_id, case when k.principal_type = 'user' then k.principal_ref end)
              left join membership m on m.user_id = u.id and m.tenant_id = t.id
            where k.id = any(:ids)
            """)
    List<Surroundings> surroundings(@Bind("ids") List<String> ids);

    /// The lists of the groups of a tenant that have one.
    @SqlQuery("""
            select allowed_models from user_group
            where tenant_id = :tenant and name = any(:groups) and allowed_models is not null
            """)
    List<ModelNames> modelsOf(@Bind("tenant") TenantId tenant, @Bind("groups") List<String> groups);

    @SqlQuery("select exists (select 1 from project where id = :project and tenant_id = :tenant)")
    boolean isHome(@BindRecord Home home);

    /// Keys with an id below one, newest first.
    @SqlQuery(COLUMNS + """
            where (cast(:below as text) is null or id < :below)
              and (cast(:status as text) is null or status = lower(:status))
              and (cast(:principalRef as text) is null or principal_ref = :principalRef)
              and (cast(:tenant as text) is null or tenant_id = :tenant)
              and (cast(:profile as text) is null or profile_id = :profile)
              and (cast(:user as text) is null
                or user_id = :user or principal_type = 'user' and principal_ref = :user)
              and (cast(:search as text) is null
                or strpos(lower(display_name), lower(:search)) > 0
                or prefix = :search or 'sk-' || prefix = :search
                or coalesce(user_id, case when principal_type = 'user' then principal_ref end) in (
                  select u.id from app_user u
                  where strpos(lower(u.email), lower(:search)) > 0 or strpos(lower(u.name), lower(:search)) > 0))
            order by id desc
            limit :count
            """)
    List<ApiKey> list(@Bind("below") Optional<KeyId> below, @BindRecord KeyFilter filter, @Bind("count") int count);

    /// Whose each of some keys is.
    @SqlQuery("""
            select k.id as key, u.id as user, u.email, u.name, p.id as profile, p.name as profile_name
            from api_key k
              left join app_user u
                on u.id = coalesce(k.user_id, case when k.principal_type = 'user' then k.principal_ref end)
              left join backend_profile p on p.id = k.profile_id
            where k.id = any(:ids)
            """)
    List<KeyOwner> owners(@Bind("ids") List<String> ids);

    @SqlUpdate("""
            update api_key
            set status = lower(:status), revoked_at = :revokedAt, revoked_by = :revokedBy, version = version + 1
            where id = :id
            """)
    void change(@BindRecord KeyChange change);

    @SqlUpdate("update api_key set allowed_addresses = :addresses, version = version + 1 where id = :id")
    void restrict(@Bind("id") KeyId id, @Bind("addresses") AllowedAddresses addresses);

    @SqlUpdate("update api_key set loss_policy = lower(:policy), version = version + 1 where id = :id")
    void bear(@Bind("id") KeyId id, @Bind("policy") LossPolicy policy);

    @SqlBatch("update api_key set last_used_at = greatest(last_used_at, :at) where id = :id")
    void used(@Bind("id") List<KeyId> ids, @Bind("at") List<Instant> times);

    /// What is decided about a key elsewhere; a key that is nobody's has no groups.
    record Surroundings(
            KeyId key,
            boolean mayCall,
            Optional<UserId> user,
            Optional<List<String>> tenantModels,
            Optional<List<String>> projectModels,
            Optional<List<String>> groups,
            Optional<BackendProfileId> profile,
            boolean openwebuiOptIn) {}

    /// The state a key is to have.
    record KeyChange(KeyId id, ApiKey.Status status, Optional<Instant> revokedAt, Optional<String> revokedBy) {}
}
