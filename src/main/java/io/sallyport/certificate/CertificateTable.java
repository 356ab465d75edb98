package io.sallyport.certificate;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `ordered_certificate`, `acme_account` and `acme_proof`.
interface CertificateTable {

    @SqlUpdate("insert into ordered_certificate (name, next_try) values (:name, :now) on conflict do nothing")
    void begin(@Bind("name") String name, @Bind("now") Instant now);

    @SqlQuery("""
            select chain, sealed_key, not_before, not_after, next_try, problem from ordered_certificate
            where name = :name
            """)
    Optional<OrderRow> find(@Bind("name") String name);

    /// @return 0 when another instance is at it, or it is not time yet
    @SqlUpdate("""
            update ordered_certificate set ordering_until = :until
            where name = :name and next_try <= :now and (ordering_until is null or ordering_until < :now)
            """)
    int take(@Bind("name") String name, @Bind("now") Instant now, @Bind("until") Instant until);

    @SqlUpdate("""
            update ordered_certificate set chain = :chain, sealed_key = :sealedKey, not_before = :notBefore,
              not_after = :notAfter, next_try = :nextTry, ordering_until = null, failures = 0, problem = ''
            where name = :name
            """)
    void keep(@Bind("name") String name, @BindRecord OrderRow row);

    /// @return how many times in a row it has failed
    @SqlQuery("""
            update ordered_certificate set failures = failures + 1, problem = :problem where name = :name
            returning failures
            """)
    int fail(@Bind("name") String name, @Bind("problem") String problem);

    @SqlUpdate("update ordered_certificate set next_try = :nextTry, ordering_until = null where name = :name")
    void postpone(@Bind("name") String name, @Bind("nextTry") Instant nextTry);

    @SqlQuery("select sealed_key from acme_account where directory = :directory")
    Optional<String> account(@Bind("directory") String directory);

    @SqlUpdate("""
            insert into acme_account (directory, sealed_key, made_at) values (:directory, :key, :now)
            on conflict do nothing
            """)
    void addAccount(@Bind("directory") String directory, @Bind("key") String sealedKey, @Bind("now") Instant now);

    @SqlUpdate("""
            insert into acme_proof (token, answer, made_at) values (:token, :answer, :now)
            on conflict (token) do update set answer = excluded.answer, made_at = excluded.made_at
            """)
    void show(@Bind("token") String token, @Bind("answer") String answer, @Bind("now") Instant now);

    @SqlUpdate("delete from acme_proof where token = :token or made_at < :before")
    void hide(@Bind("token") String token, @Bind("before") Instant before);

    @SqlQuery("select answer from acme_proof where token = :token")
    Optional<String> answer(@Bind("token") String token);

    /// A certificate as it is stored, or what keeps it from being there.
    ///
    /// @param nextTry when it may be ordered anew
    /// @param problem why the last order failed; empty when it did not
    record OrderRow(
            Optional<String> chain,
            Optional<String> sealedKey,
            Optional<Instant> notBefore,
            Optional<Instant> notAfter,
            Instant nextTry,
            String problem) {}
}
