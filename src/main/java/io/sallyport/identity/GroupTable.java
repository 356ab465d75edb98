package io.sallyport.identity;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `user_group` and `group_member`.
interface GroupTable {

    String COLUMNS = "select id, tenant_id as tenant, name, allowed_models, source, created_at from user_group ";

    /// @return 0 when another group of the tenant has the name
    @SqlUpdate("""
            insert into user_group (id, tenant_id, name, name_key, allowed_models, source, created_at)
            values (:id, :tenant, :name, :nameKey, :allowedModels, :source, :createdAt)
            on conflict do nothing
            """)
    int insert(@BindRecord Group group, @Bind("nameKey") String nameKey);

    @SqlQuery(COLUMNS + "where id = :id")
    Optional<Group> find(@Bind("id") String id);

    /// Groups with an id below one, newest first.
    @SqlQuery(COLUMNS + """
            where (cast(:tenant as text) is null or tenant_id = :tenant)
              and (cast(:below as text) is null or id < :below)
            order by id desc
            limit :count
            """)
    List<Group> list(
            @Bind("tenant") Optional<TenantId> tenant, @Bind("below") Optional<String> below, @Bind("count") int count);

    @SqlUpdate("update user_group set allowed_models = :models where id = :id")
    void allow(@BindRecord GroupModels change);

    @SqlUpdate("delete from user_group where id = :id")
    void delete(@Bind("id") String id);

    @SqlQuery("select exists (select 1 from app_user where id = :user)")
    boolean isUser(@Bind("user") UserId user);

    @SqlUpdate("insert into group_member (group_id, user_id) values (:group, :user) on conflict do nothing")
    void add(@Bind("group") String group, @Bind("user") UserId user);

    @SqlUpdate("delete from group_member where group_id = :group and user_id = :user")
    void remove(@Bind("group") String group, @Bind("user") UserId user);

    /// Those who were put into it here, newest first.
    @SqlQuery(UserTable.COLUMNS + """
            where id in (select user_id from group_member where group_id = :group)
            order by id desc
            limit :count
            """)
    List<User> members(@Bind("group") String group, @Bind("count") int count);

    /// What the members of a group are to be held to.
    record GroupModels(String id, Optional<List<String>> models) {}
}
