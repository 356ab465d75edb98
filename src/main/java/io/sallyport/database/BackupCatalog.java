package io.sallyport.database;

import io.sallyport.database.BackupManifest.Partition;
import io.sallyport.database.BackupManifest.Sequence;
import io.sallyport.database.BackupManifest.Step;
import io.sallyport.database.BackupManifest.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Reads from PostgreSQL's catalog what our schema consists of.
final class BackupCatalog {
    /// Tables whose rows are ours, except the changelog and those that are not logged, which are empty after a crash
    /// anyway; partitions are read through their parent.
    private static final String TABLES = """
            select c.relname, string_agg(quote_ident(a.attname), ',' order by a.attnum)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            where n.nspname = 'sallyport' and c.relkind in ('r', 'p') and not c.relispartition
              and c.relpersistence = 'p' and c.relname <> 'changelog'
            group by c.relname order by c.relname
            """;

    private static final String REFERENCES = """
            select child.relname, parent.relname
            from pg_constraint f
            join pg_class child on child.oid = f.conrelid
            join pg_class parent on parent.oid = f.confrelid
            join pg_namespace n on n.oid = child.relnamespace
            where n.nspname = 'sallyport' and f.contype = 'f' and child.oid <> parent.oid
            """;

    private static final String PARTITIONS = """
            select c.relname, parent.relname, pg_get_expr(c.relpartbound, c.oid)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_inherits i on i.inhrelid = c.oid
            join pg_class parent on parent.oid = i.inhparent
            where n.nspname = 'sallyport' and c.relispartition and c.relkind = 'r' order by c.relname
            """;

    private static final String SEQUENCES = """
            select sequencename, last_value from pg_sequences
            where schemaname = 'sallyport' and last_value is not null order by sequencename
            """;

    private static final String STEPS = "select id, checksum from changelog order by id";

    private final Connection connection;

    BackupCatalog(Connection connection) {
        this.connection = connection;
    }

    BackupManifest manifest() throws SQLException {
        return new BackupManifest(
                query(STEPS, rows -> new Step(rows.getInt(1), rows.getString(2))),
                fillable(),
                query(PARTITIONS, rows -> new Partition(rows.getString(1), rows.getString(2), rows.getString(3))),
                query(SEQUENCES, rows -> new Sequence(rows.getString(1), rows.getLong(2))));
    }

    /// Tables so that each comes after those it refers to.
    private List<Table> fillable() throws SQLException {
        List<Table> waiting = new ArrayList<>(query(TABLES, rows -> new Table(rows.getString(1), rows.getString(2))));
        List<Reference> references = query(REFERENCES, rows -> new Reference(rows.getString(1), rows.getString(2)));
        List<Table> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<String> open = waiting.stream().map(Table::name).toList();
            List<Table> free = waiting.stream()
                    .filter(table -> references.stream()
                            .noneMatch(reference ->
                                    reference.child().equals(table.name()) && open.contains(reference.parent())))
                    .toList();
            if (free.isEmpty()) {
                throw new BackupException("Tables refer to each other in a circle: " + String.join(", ", open));
            }
            ordered.addAll(free);
            waiting.removeAll(free);
        }
        return ordered;
    }

    private <R> List<R> query(String sql, Row<R> row) throws SQLException {
        List<R> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(row.of(rows));
            }
        }
        return found;
    }

    private record Reference(String child, String parent) {}

    private interface Row<R> {
        R of(ResultSet rows) throws SQLException;
    }
}
