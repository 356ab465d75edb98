package io.sallyport.deposit;

import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `deposit`.
interface DepositTable {

    /// Those of some that are listed.
    @SqlQuery("select id, tenant_id as tenant from deposit where id = any(:ids)")
    List<Listed> find(@Bind("ids") Collection<String> ids);

    /// Lists some; one that is listed keeps its owner.
    @SqlUpdate("""
            insert into deposit (id, tenant_id, kept_at) select unnest(cast(:ids as text[])), :tenant, :at
            on conflict (id) do nothing
            """)
    void insert(@Bind("tenant") TenantId tenant, @Bind("ids") Collection<String> ids, @Bind("at") Instant at);

    /// One that is listed.
    record Listed(String id, TenantId tenant) {}
}
