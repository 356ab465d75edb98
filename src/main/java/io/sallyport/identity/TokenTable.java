package io.sallyport.identity;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `refresh_token`.
interface TokenTable {

    @SqlUpdate("""
            insert into refresh_token (token_hash, family, user_id, user_version, expires_at)
            values (:tokenHash, :family, :user, :userVersion, :expiresAt)
            """)
    void insert(@BindRecord NewRefresh token);

    @SqlQuery("""
            select r.family, r.user_id as user, r.expires_at, r.used_at is not null as used,
              u.version = r.user_version and u.status = 'active' as valid
            from refresh_token r join app_user u on u.id = r.user_id
            where r.token_hash = :tokenHash
            for update of r
            """)
    Optional<Refresh> lock(@Bind("tokenHash") String tokenHash);

    @SqlUpdate("update refresh_token set used_at = :now where token_hash = :tokenHash")
    void use(@Bind("tokenHash") String tokenHash, @Bind("now") Instant now);

    @SqlUpdate("""
            delete from refresh_token
            where family = (select family from refresh_token where token_hash = :tokenHash)
            """)
    void endFamily(@Bind("tokenHash") String tokenHash);

    @SqlUpdate("delete from refresh_token where expires_at <= :now")
    void deleteExpired(@Bind("now") Instant now);

    /// A refresh token to be.
    record NewRefresh(String tokenHash, String family, UserId user, long userVersion, Instant expiresAt) {}

    /// A refresh token that was shown.
    ///
    /// @param valid the user is active and has not changed since
    record Refresh(String family, UserId user, Instant expiresAt, boolean used, boolean valid) {}
}
