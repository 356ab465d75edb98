package io.sallyport.idempotency;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `idempotent_call`.
interface IdempotentCallTable {

    /// Takes a call that nobody answers or has answered; of those who try at once, one gets it.
    ///
    /// @return 1 for that one, else 0
    @SqlUpdate("""
            insert into idempotent_call as old (scope, tenant_id, body_digest, claim, holds_until)
            values (:scope, :tenant, :bodyDigest, :claim, :until)
            on conflict (scope) do update
              set body_digest = excluded.body_digest, claim = excluded.claim, holds_until = excluded.holds_until,
                answered = false, answer = null
              where old.holds_until <= :now
            """)
    int take(
            @BindRecord IdempotentCall call,
            @Bind("claim") UUID claim,
            @Bind("now") Instant now,
            @Bind("until") Instant until);

    @SqlQuery("select body_digest, answered, answer from idempotent_call where scope = :scope")
    Optional<Known> find(@Bind("scope") String scope);

    @SqlUpdate("""
            update idempotent_call set answered = true, answer = :answer, holds_until = :until
            where scope = :scope and claim = :claim and not answered
            """)
    void answer(
            @Bind("scope") String scope,
            @Bind("claim") UUID claim,
            @Bind("answer") Optional<String> answer,
            @Bind("until") Instant until);

    @SqlUpdate("delete from idempotent_call where scope = :scope and claim = :claim and not answered")
    void release(@Bind("scope") String scope, @Bind("claim") UUID claim);

    /// How many calls of a tenant are remembered, counted up to a number.
    @SqlQuery("""
            select count(*) from (
              select 1 from idempotent_call where tenant_id = :tenant and holds_until > :now limit :most) remembered
            """)
    int count(@Bind("tenant") TenantId tenant, @Bind("now") Instant now, @Bind("most") int most);

    @SqlUpdate("""
            delete from idempotent_call where scope in (
              select scope from idempotent_call where holds_until <= :now
              order by holds_until limit :most for update skip locked)
            """)
    int sweep(@Bind("now") Instant now, @Bind("most") int most);

    /// What is known of a call that was sent before.
    record Known(String bodyDigest, boolean answered, Optional<String> answer) {}
}
