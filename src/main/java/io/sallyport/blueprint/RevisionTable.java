package io.sallyport.blueprint;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `blueprint_revision`.
interface RevisionTable {

    /// Whoever applies a blueprint waits here for the one who does so now.
    @SqlQuery("select cast(pg_advisory_xact_lock(hashtext('sallyport.blueprint')) as text)")
    String takeTurn();

    @SqlQuery("""
            insert into blueprint_revision (made_at, made_by, deed, digest, blueprint)
            values (:madeAt, :madeBy, :deed, :digest, cast(:blueprint as json))
            returning number
            """)
    long insert(@BindRecord Row row);

    /// Newest first.
    @SqlQuery("""
            select number, made_at, made_by, deed, digest from blueprint_revision order by number desc limit :count
            """)
    List<Revision> list(int count);

    @SqlQuery("select cast(blueprint as text) from blueprint_revision where number = :number")
    Optional<String> blueprint(long number);

    @SqlUpdate("""
            delete from blueprint_revision where number not in
              (select number from blueprint_revision order by number desc limit :count)
            """)
    void keepNewest(int count);

    /// A revision to be.
    record Row(Instant madeAt, String madeBy, String deed, String digest, String blueprint) {}
}
