package io.sallyport.database;

import java.util.List;

/// One column of texts, read piece by piece and replaced text by text while others use it.
///
/// Threads: safe; both methods wait for the database.
public final class TextColumn {
    private final TextColumnTable statements;
    private final String table;
    private final String id;
    private final String column;

    /// @param id the column that names a row
    public TextColumn(Database database, String table, String id, String column) {
        this.statements = database.attach(TextColumnTable.class);
        this.table = table;
        this.id = id;
        this.column = column;
    }

    /// One text and the row it stands in.
    public record Entry(String row, String text) {}

    /// The next texts behind a row that do not begin in a certain way.
    ///
    /// @param after empty for the first ones
    public List<Entry> next(String after, String beginning, int most) {
        return statements.next(table, id, column, after, beginning, most);
    }

    /// @return false when somebody else changed the text, or took it away, since it was read
    public boolean replace(Entry entry, String next) {
        return statements.replace(table, id, column, entry.row(), entry.text(), next) == 1;
    }
}
