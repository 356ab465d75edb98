package io.sallyport.database;

import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of a [TextColumn], whose names are our own and never come from outside.
interface TextColumnTable {

    @SqlQuery("""
            select <id>::text as row, <column> as text from <table>
            where <id>::text > :after and not starts_with(<column>, :beginning)
            order by <id>::text limit :most
            """)
    List<TextColumn.Entry> next(
            @Define("table") String table,
            @Define("id") String id,
            @Define("column") String column,
            @Bind("after") String after,
            @Bind("beginning") String beginning,
            @Bind("most") int most);

    @SqlUpdate("update <table> set <column> = :next where <id>::text = :row and <column> = :text")
    int replace(
            @Define("table") String table,
            @Define("id") String id,
            @Define("column") String column,
            @Bind("row") String row,
            @Bind("text") String text,
            @Bind("next") String next);
}
