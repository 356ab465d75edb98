package io.sallyport.limit;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The statement that finds names.
interface LimitNameTable {

    @SqlQuery("""
            select 'tenant' as scope, id, name from tenant where id = any(:ids)
            union all select 'project', id, name from project where id = any(:ids)
            union all select 'user', id, email from app_user where id = any(:ids)
            union all select 'key', id, display_name from api_key where id = any(:ids)
            union all select 'backend_profile', id, name from backend_profile where id = any(:ids)""")
    List<Row> names(String[] ids);

    /// One name.
    ///
    /// @param scope as [Scope#word()]
    record Row(String scope, String id, String name) {}
}
