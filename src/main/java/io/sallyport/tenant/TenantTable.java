package io.sallyport.tenant;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `tenant` and `project`.
interface TenantTable {

    String TENANT = "select id, name, kind, status, allowed_models, source, created_at from tenant ";

    String PROJECT = "select id, tenant_id as tenant, name, allowed_models, source, created_at from project ";

    /// Adds a tenant and its first project.
    ///
    /// @return 0 when another tenant has the name
    @SqlUpdate("""
            with added as (
              insert into tenant (id, name, name_key, kind, source, created_at)
              values (:id, :name, :nameKey, 'organization', :source, :createdAt)
              on conflict do nothing
              returning id
            )
            insert into project (id, tenant_id, name, name_key, source, created_at)
            select id, id, 'default', 'default', :source, :createdAt from added
            """)
    int insert(@BindRecord Tenant tenant, @Bind("nameKey") String nameKey);

    @SqlQuery(TENANT + "where id = :id")
    Optional<Tenant> find(@Bind("id") TenantId id);

    @SqlQuery(TENANT + "where id = :id for update")
    Optional<Tenant> lock(@Bind("id") TenantId id);

    @SqlQuery(TENANT + "where name_key = :nameKey")
    Optional<Tenant> named(@Bind("nameKey") String nameKey);

    /// Organisations with an id below one, newest first.
    @SqlQuery(TENANT + """
            where kind = 'organization'
              and (cast(:below as text) is null or id < :below)
              and (cast(:like as text) is null or name ilike :like)
            order by id desc
            limit :count
            """)
    List<Tenant> list(
            @Bind("below") Optional<TenantId> below, @Bind("like") Optional<String> like, @Bind("count") int count);

    @SqlQuery(TENANT + "where id = any(:ids) and status = 'active' order by kind, name")
    List<Tenant> active(@Bind("ids") List<TenantId> ids);

    @SqlUpdate("update tenant set name = :name, name_key = :nameKey, allowed_models = :models where id = :id")
    void update(@BindRecord TenantChange change);

    @SqlUpdate("update tenant set status = lower(:status) where id = :id")
    void change(@Bind("id") TenantId id, @Bind("status") Tenant.Status status);

    /// @return 0 when another project of the tenant has the name
    @SqlUpdate("""
            insert into project (id, tenant_id, name, name_key, allowed_models, source, created_at)
            values (:id, :tenant, :name, :nameKey, :allowedModels, :source, :createdAt)
            on conflict do nothing
            """)
    int insert(@BindRecord Project project, @Bind("nameKey") String nameKey);

    @SqlQuery(PROJECT + "where tenant_id = :tenant and id = :id")
    Optional<Project> find(@Bind("tenant") TenantId tenant, @Bind("id") ProjectId id);

    @SqlQuery(PROJECT + "where tenant_id = :tenant order by id")
    List<Project> projects(@Bind("tenant") TenantId tenant);

    @SqlUpdate("update project set allowed_models = :models where id = :id and tenant_id = :tenant")
    int allow(@BindRecord ProjectModels change);

    /// @return 0 when another project of the tenant has the name
    @SqlUpdate("""
            update project set name = :name, name_key = :nameKey, allowed_models = :models
            where id = :id and tenant_id = :tenant
              and not exists (
                select 1 from project o where o.tenant_id = :tenant and o.name_key = :nameKey and o.id <> :id)
            """)
    int update(@BindRecord ProjectChange change);

    /// How a tenant is to be.
    record TenantChange(TenantId id, String name, String nameKey, Optional<List<String>> models) {}

    /// How a project is to be.
    record ProjectChange(TenantId tenant, ProjectId id, String name, String nameKey, Optional<List<String>> models) {}

    /// What a project's keys are to be held to.
    record ProjectModels(TenantId tenant, ProjectId id, Optional<List<String>> models) {}
}
