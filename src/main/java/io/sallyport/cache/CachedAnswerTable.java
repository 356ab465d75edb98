package io.sallyport.cache;

import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `cached_answer`.
interface CachedAnswerTable {

    @SqlUpdate("""
            insert into cached_answer (digest, tenant_id, answer, until)
            values (:digest, :tenant, :answer, :until)
            on conflict (digest) do update set answer = excluded.answer, until = excluded.until
            """)
    void put(
            @Bind("digest") String digest,
            @Bind("tenant") TenantId tenant,
            @Bind("answer") String answer,
            @Bind("until") Instant until);

    @SqlQuery("select answer from cached_answer where digest = :digest and until > :now")
    Optional<String> find(@Bind("digest") String digest, @Bind("now") Instant now);

    @SqlUpdate("delete from cached_answer")
    int clear();

    @SqlUpdate("delete from cached_answer where tenant_id = :tenant")
    int clear(@Bind("tenant") TenantId tenant);

    @SqlUpdate("""
            delete from cached_answer where digest in (
              select digest from cached_answer where until <= :now order by until limit :most for update skip locked)
            """)
    int sweep(@Bind("now") Instant now, @Bind("most") int most);

    @SqlQuery("select count(*) as answers, coalesce(sum(length(answer)), 0) as bytes from cached_answer")
    HeldAnswers held();
}
