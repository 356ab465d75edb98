package io.sallyport.identity;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `app_user`.
interface UserTable {

    String COLUMNS = """
            select id, issuer, subject, email, name, status, operator, groups, personal_tenant_id as personal_tenant,
              source, version, created_at, last_sign_in_at
            from app_user
            """;

    /// Adds an account and its personal tenant with a project.
    ///
    /// @return 0 when the account exists; that one stays as it is
    @SqlUpdate("""
            with home as (
              insert into tenant (id, name, kind, source, created_at)
              select :personalTenant, :personalTenant, 'personal', :source, :createdAt
              where not exists (select 1 from app_user where issuer = :issuer and subject = :subject)
              returning id
            ), room as (
              insert into project (id, tenant_id, name, source, created_at)
              select id, id, 'default', :source, :createdAt from home
            )
            insert into app_user (id, issuer, subject, email, name, status, operator, groups, personal_tenant_id,
              source, version, created_at)
            select :id, :issuer, :subject, :email, :name, lower(:status), :operator, :groups, id,
              :source, :version, :createdAt
            from home
            on conflict (issuer, subject) do nothing
            """)
    int insert(@BindRecord User user);

    @SqlQuery(COLUMNS + "where id = :id")
    Optional<User> find(@Bind("id") UserId id);

    @SqlQuery(COLUMNS + "where id = :id for update")
    Optional<User> lock(@Bind("id") UserId id);

    @SqlQuery(COLUMNS + "where issuer = :issuer and subject = :subject")
    Optional<User> find(@Bind("issuer") String issuer, @Bind("subject") String subject);

    /// Users with an id below one, newest first.
    ///
    /// @param like pattern for e-mail address and name
    @SqlQuery(COLUMNS + """
            where (cast(:below as text) is null or id < :below)
              and (cast(:like as text) is null or email ilike :like or name ilike :like)
              and (cast(:status as text) is null or status = lower(:status))
            order by id desc
            limit :count
            """)
    List<User> list(
            @Bind("below") Optional<UserId> below,
            @Bind("like") Optional<String> like,
            @Bind("status") Optional<User.Status> status,
            @Bind("count") int count);

    /// Takes over what an identity provider says.
    @SqlUpdate("""
            update app_user
            set email = :email, name = :name, operator = :operator, groups = :groups, last_sign_in_at = :now
            where id = :id
            """)
    void signedIn(@Bind("id") UserId id, @BindRecord Vouched who, @Bind("now") Instant now);

    @SqlUpdate("update app_user set last_sign_in_at = :now where id = :id")
    void signedIn(@Bind("id") UserId id, @Bind("now") Instant now);

    /// Changes what a user may do; every session ends.
    @SqlUpdate("""
            update app_user set status = lower(:status), operator = :operator, version = version + 1 where id = :id
            """)
    void change(@BindRecord Standing standing);

    @SqlUpdate("update app_user set version = version + 1 where id = :id")
    void endSessions(@Bind("id") UserId id);

    @SqlQuery("select password_hash from app_user where id = :id and password_hash is not null")
    Optional<String> passwordHash(@Bind("id") UserId id);

    @SqlUpdate("update app_user set password_hash = :hash, version = version + 1 where id = :id")
    void changePassword(@Bind("id") UserId id, @Bind("hash") String hash);

    /// Stores the same password under another cost.
    @SqlUpdate("update app_user set password_hash = :hash where id = :id")
    void rehash(@Bind("id") UserId id, @Bind("hash") String hash);

    /// An active user who has not changed since a version, with the groups of the identity provider and of this place.
    @SqlQuery("""
            select id, email, operator,
              groups || array(select g.name from group_member m join user_group g on g.id = m.group_id
                              where m.user_id = app_user.id) as groups
            from app_user
            where id = :id and version = :version and status = 'active'
            """)
    Optional<Person> person(@Bind("id") UserId id, @Bind("version") long version);

    /// What a user is in each tenant that is not suspended.
    @SqlQuery("""
            select m.tenant_id as tenant, m.role from membership m join tenant t on t.id = m.tenant_id
            where m.user_id = :id and t.status = 'active'
            """)
    List<RoleIn> roles(@Bind("id") UserId id);

    @SqlQuery("select count(*) from app_user where operator and status = 'active'")
    long activeOperators();

    @SqlQuery("""
            select exists (select 1 from app_user
                           where operator and status = 'active' and not (issuer = :issuer and subject = :subject))
            """)
    boolean hasOperatorBeside(@Bind("issuer") String issuer, @Bind("subject") String subject);

    @SqlUpdate("""
            insert into membership (user_id, tenant_id, role, created_at) values (:user, :tenant, lower(:role), :now)
            on conflict do nothing
            """)
    void addMember(
            @Bind("user") UserId user,
            @Bind("tenant") TenantId tenant,
            @Bind("role") Role role,
            @Bind("now") Instant now);

    /// Whether a user may come in, and as what.
    record Standing(UserId id, User.Status status, boolean operator) {}

    /// A user as the doors know them.
    record Person(UserId id, String email, boolean operator, List<String> groups) {}

    /// What a user is in one tenant.
    record RoleIn(TenantId tenant, Role role) {}
}
