package io.sallyport.identity.oidc;

import io.sallyport.database.BindRecord;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `pending_sign_in` and `spent_token`.
interface PendingSignInTable {

    @SqlUpdate("""
            insert into pending_sign_in (state_hash, browser_hash, nonce, code_verifier, next_path, callback, started_at)
            values (:stateHash, :browserHash, :nonce, :codeVerifier, :nextPath, :callback, :startedAt)
            """)
    void insert(@Bind("stateHash") String stateHash, @Bind("browserHash") String browserHash, @BindRecord Row row);

    /// Takes a sign-in away; of two who try at once, one gets it.
    @SqlQuery("""
            delete from pending_sign_in where state_hash = :stateHash and browser_hash = :browserHash
            returning nonce, code_verifier, next_path, callback, started_at
            """)
    Optional<Row> take(@Bind("stateHash") String stateHash, @Bind("browserHash") String browserHash);

    @SqlUpdate("delete from pending_sign_in where started_at < :before")
    void deleteBefore(@Bind("before") Instant before);

    /// @return 0 when it was noted before
    @SqlUpdate("insert into spent_token (id, expires_at) values (:id, :expiresAt) on conflict do nothing")
    int spend(@Bind("id") String id, @Bind("expiresAt") Instant expiresAt);

    @SqlUpdate("delete from spent_token where expires_at < :now")
    void deleteSpent(@Bind("now") Instant now);

    /// What is kept of a sign-in; its state is not, only a hash of it.
    record Row(String nonce, String codeVerifier, String nextPath, URI callback, Instant startedAt) {}
}
