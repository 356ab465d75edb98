package io.sallyport.routing;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of targets that rest.
interface RestTable {

    @SqlQuery("select target, rests_until, failures, why from target_rest order by target")
    List<RestRow> all();

    @SqlUpdate("""
            insert into target_rest (target, rests_until, failures, why)
            values (:target, :restsUntil, :failures, :why)
            on conflict (target) do update set rests_until = greatest(target_rest.rests_until, excluded.rests_until),
                   failures = excluded.failures, why = excluded.why
            """)
    void put(@BindRecord RestRow row);

    @SqlUpdate("delete from target_rest where target = :target")
    int delete(String target);

    @SqlUpdate("delete from target_rest where rests_until < :moment")
    void deleteBefore(Instant moment);

    /// @param target `backend/model`
    record RestRow(String target, Instant restsUntil, int failures, String why) {}
}
