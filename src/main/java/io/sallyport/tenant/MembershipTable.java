package io.sallyport.tenant;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `membership` and `invitation`.
interface MembershipTable {

    String MEMBER = """
            select m.user_id as user, u.email, u.name, m.role, m.created_at
            from membership m join app_user u on u.id = m.user_id
            """;

    String INVITATION =
            "select id, tenant_id as tenant, email, role, invited_by, created_at, expires_at from invitation ";

    /// Members with a user id below one, newest user first.
    @SqlQuery(MEMBER + """
            where m.tenant_id = :tenant and (cast(:below as text) is null or m.user_id < :below)
            order by m.user_id desc
            limit :count
            """)
    List<Member> list(@Bind("tenant") TenantId tenant, @Bind("below") Optional<UserId> below, @Bind("count") int count);

    @SqlQuery(MEMBER + "where m.tenant_id = :tenant and m.user_id = :user")
    Optional<Member> find(@Bind("tenant") TenantId tenant, @Bind("user") UserId user);

    @SqlQuery("select exists (select 1 from app_user where id = :user)")
    boolean isUser(@Bind("user") UserId user);

    @SqlUpdate("""
            insert into membership (user_id, tenant_id, role, created_at) values (:user, :tenant, lower(:role), :now)
            on conflict (user_id, tenant_id) do update set role = excluded.role
            """)
    void put(
            @Bind("tenant") TenantId tenant,
            @Bind("user") UserId user,
            @Bind("role") Role role,
            @Bind("now") Instant now);

    @SqlUpdate("delete from membership where tenant_id = :tenant and user_id = :user")
    void delete(@Bind("tenant") TenantId tenant, @Bind("user") UserId user);

    @SqlQuery("select count(*) from membership where tenant_id = :tenant and role = 'owner'")
    long owners(@Bind("tenant") TenantId tenant);

    @SqlUpdate("""
            insert into invitation (id, tenant_id, email, role, token_hash, invited_by, created_at, expires_at)
            values (:id, :tenant, :email, lower(:role), :tokenHash, :invitedBy, :createdAt, :expiresAt)
            """)
    void invite(@BindRecord Invitation invitation, @Bind("tokenHash") String tokenHash);

    /// Invitations that can still be accepted, newest first.
    @SqlQuery(INVITATION + """
            where tenant_id = :tenant and accepted_at is null and expires_at > :now
            order by id desc
            limit 1000
            """)
    List<Invitation> open(@Bind("tenant") TenantId tenant, @Bind("now") Instant now);

    /// The invitation with a token, when its tenant is not suspended; of two who ask at once, one waits.
    @SqlQuery(INVITATION + """
            where token_hash = :tokenHash and accepted_at is null and expires_at > :now
              and exists (select 1 from tenant t where t.id = tenant_id and t.status = 'active')
            for update
            """)
    Optional<Invitation> lock(@Bind("tokenHash") String tokenHash, @Bind("now") Instant now);

    @SqlUpdate("update invitation set accepted_at = :now, accepted_by = :user where id = :id")
    void accepted(@Bind("id") String id, @Bind("user") UserId user, @Bind("now") Instant now);

    @SqlUpdate("delete from invitation where tenant_id = :tenant and id = :id and accepted_at is null")
    int withdraw(@Bind("tenant") TenantId tenant, @Bind("id") String id);
}
