package io.sallyport.database;

import io.sallyport.database.Changelog.Applied;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.MigrationException;
import org.apache.ibatis.migration.MigrationLoader;
import org.apache.ibatis.migration.operations.DownOperation;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;
import org.jspecify.annotations.Nullable;

/// One step by MyBatis Migrations, inside a transaction that belongs to the caller.
final class MigrationRun {
    /// The library ends its transaction in the middle of a step; here a step is whole or not at all.
    private static final Set<String> LEFT_TO_THE_CALLER = Set.of("commit", "rollback", "close", "setAutoCommit");

    private final Changelog changelog;

    MigrationRun(Changelog changelog) {
        this.changelog = changelog;
    }

    void up(MigrationScript script) throws SQLException {
        Change change = change(script.version(), script.name());
        try {
            new UpOperation(1).operate(this::connection, loader(List.of(change), script.up()), option(), null);
        } catch (MigrationException e) {
            throw failed(script.fileName(), e);
        }
        changelog.complete(script);
    }

    /// Undoes the last of the applied steps with the down part kept in the database.
    void down(List<Applied> applied) {
        List<Change> changes = new ArrayList<>();
        applied.forEach(step -> changes.add(change(step.version(), step.name())));
        Applied last = applied.getLast();
        try {
            new DownOperation(1).operate(this::connection, loader(changes, last.undo()), option(), null);
        } catch (MigrationException e) {
            throw failed("undoing " + last.version() + " (" + last.name() + ")", e);
        }
    }

    private Connection connection() {
        Connection connection = changelog.connection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (LEFT_TO_THE_CALLER.contains(method.getName())) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static MigrationRefused failed(String what, MigrationException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new MigrationRefused(
                "Migration " + what + " failed, the database is as before: " + root.getMessage(), e);
    }

    private static Change change(int version, String name) {
        return new Change(BigDecimal.valueOf(version), null, name);
    }

    private static DatabaseOperationOption option() {
        DatabaseOperationOption option = new DatabaseOperationOption();
        option.setChangelogTable(Changelog.TABLE);
        option.setStopOnError(true);
        // The driver splits the statements itself and knows function bodies, which the library's splitter does not.
        option.setSendFullScript(true);
        option.setEscapeProcessing(false);
        return option;
    }

    private static MigrationLoader loader(List<Change> changes, String script) {
        return new MigrationLoader() {
            @Override
            public List<Change> getMigrations() {
                return new ArrayList<>(changes);
            }

            @Override
            public Reader getScriptReader(Change change, boolean undo) {
                return new StringReader(script);
            }

            @Override
            public @Nullable Reader getBootstrapReader() {
                return null;
            }

            @Override
            public @Nullable Reader getOnAbortReader() {
                return null;
            }
        };
    }
}
