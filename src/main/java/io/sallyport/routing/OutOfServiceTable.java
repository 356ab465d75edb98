package io.sallyport.routing;

import io.sallyport.database.BindRecord;
import io.sallyport.routing.OutOfService.Entry;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of what operators took out of service.
interface OutOfServiceTable {

    @SqlQuery("select backend, model, reason, since from out_of_service order by backend, model")
    List<Entry> all();

    @SqlUpdate("""
            insert into out_of_service (backend, model, reason, since) values (:backend, :model, :reason, :since)
            on conflict (backend, model) do update set reason = excluded.reason
            """)
    void put(@BindRecord Entry entry);

    @SqlUpdate("delete from out_of_service where backend = :backend and model = :model")
    int delete(String backend, String model);
}
