package io.sallyport.identity;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `session` and `sign_in_link`. A row's id is the hash of its token.
interface SessionTable {

    @SqlUpdate("""
            insert into session (token_hash, user_id, user_version, provider_session, user_agent, address,
              created_at, last_seen_at, expires_at)
            values (:tokenHash, :user, :userVersion, :providerSession, :userAgent, :address,
              :now, :now, :expiresAt)
            """)
    void insert(@BindRecord NewSession session);

    @SqlQuery("""
            select user_id as user, user_version, created_at, last_seen_at
            from session where token_hash = :tokenHash and expires_at > :now and last_seen_at > :seenAfter
            """)
    Optional<OpenSession> open(
            @Bind("tokenHash") String tokenHash, @Bind("now") Instant now, @Bind("seenAfter") Instant seenAfter);

    @SqlUpdate("update session set last_seen_at = :now where token_hash = :tokenHash")
    void seen(@Bind("tokenHash") String tokenHash, @Bind("now") Instant now);

    @SqlQuery("""
            select s.token_hash as id, s.user_id as user, s.provider_session, s.user_agent, s.address, s.created_at,
              s.last_seen_at, s.expires_at
            from session s join app_user u on u.id = s.user_id
            where s.user_id = :user and s.expires_at > :now and s.last_seen_at > :seenAfter
              and s.user_version = u.version
            order by s.last_seen_at desc
            """)
    List<Session> list(@Bind("user") UserId user, @Bind("now") Instant now, @Bind("seenAfter") Instant seenAfter);

    @SqlUpdate("delete from session where token_hash = :tokenHash")
    void end(@Bind("tokenHash") String tokenHash);

    @SqlUpdate("delete from session where token_hash = :id and user_id = :user")
    int end(@Bind("id") String id, @Bind("user") UserId user);

    /// Ends what a back-channel logout names.
    @SqlUpdate("""
            delete from session s using app_user u
            where u.id = s.user_id and u.issuer = :issuer
              and (cast(:subject as text) is null or u.subject = :subject)
              and (cast(:providerSession as text) is null or s.provider_session = :providerSession)
            """)
    int endOf(
            @Bind("issuer") String issuer,
            @Bind("subject") Optional<String> subject,
            @Bind("providerSession") Optional<String> providerSession);

    @SqlUpdate("delete from session where expires_at <= :now or last_seen_at <= :seenAfter")
    int deleteEnded(@Bind("now") Instant now, @Bind("seenAfter") Instant seenAfter);

    @SqlUpdate("""
            insert into sign_in_link (token_hash, user_id, created_at, expires_at)
            values (:tokenHash, :user, :now, :expiresAt)
            """)
    void insertLink(
            @Bind("tokenHash") String tokenHash,
            @Bind("user") UserId user,
            @Bind("now") Instant now,
            @Bind("expiresAt") Instant expiresAt);

    /// Takes a link away and says whose it was; of two who try at once, one gets it.
    @SqlQuery("delete from sign_in_link where token_hash = :tokenHash returning user_id, expires_at")
    Optional<Link> takeLink(@Bind("tokenHash") String tokenHash);

    @SqlUpdate("delete from sign_in_link where user_id = :user")
    void deleteLinks(@Bind("user") UserId user);

    /// A session to be.
    record NewSession(
            String tokenHash,
            UserId user,
            long userVersion,
            Optional<String> providerSession,
            String userAgent,
            String address,
            Instant now,
            Instant expiresAt) {}

    /// A session whose cookie was shown.
    record OpenSession(UserId user, long userVersion, Instant createdAt, Instant lastSeenAt) {}

    /// A link that was taken.
    record Link(UserId userId, Instant expiresAt) {}
}
