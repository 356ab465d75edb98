package io.sallyport.cache;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `cached_meaning`; its rows go together with their answers.
interface CachedMeaningTable {

    /// One that is kept anew gets a number anew, so that whoever knows the old one sees it.
    @SqlUpdate("""
            insert into cached_meaning (digest, scope, vector, until)
            select :digest, :scope, :vector, :until
            where exists (select 1 from cached_answer where digest = :digest)
            on conflict (digest) do update
            set vector = excluded.vector, until = excluded.until, number = default
            """)
    int put(
            @Bind("digest") String digest,
            @Bind("scope") String scope,
            @Bind("vector") String vector,
            @Bind("until") Instant until);

    /// Those that came after a number, the newest first.
    @SqlQuery("""
            select digest, number, vector, until from cached_meaning
            where scope = :scope and number > :after and until > :now order by number desc limit :most
            """)
    List<Row> after(
            @Bind("scope") String scope, @Bind("after") long after, @Bind("now") Instant now, @Bind("most") int most);

    /// @param vector sealed
    record Row(String digest, long number, String vector, Instant until) {}
}
