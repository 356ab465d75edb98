package io.sallyport.database;

import io.sallyport.database.Changelog.Applied;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Brings the schema of one database up and down, one step per transaction, one instance at a time.
///
/// Errors: [MigrationRefused] when a step fails (everything is then as before that step), when an applied file
/// was edited, when steps are out of order, or when the database has newer steps that this program cannot work
/// with. Threads: safe; instances that start together wait for each other.
public final class Migrations {
    private final DatabaseAddress address;
    private final MigrationFiles files;

    public Migrations(DatabaseAddress address, MigrationFiles files) {
        this.address = address;
        this.files = files;
    }

    /// Applies what is pending and returns it; empty when there was nothing to do.
    public List<MigrationStep> up() {
        return upTo(Integer.MAX_VALUE);
    }

    /// As [#up()], but stops before the first step above a version.
    public List<MigrationStep> upTo(int version) {
        List<MigrationStep> done = new ArrayList<>();
        Optional<MigrationStep> step = oneUp(version);
        while (step.isPresent()) {
            done.add(step.get());
            step = oneUp(version);
        }
        return done;
    }

    /// Undoes the newest steps and returns them, newest first. Works for steps newer than this program, too.
    public List<MigrationStep> down(int steps) {
        List<MigrationStep> undone = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            oneDown(0).ifPresent(undone::add);
        }
        return undone;
    }

    /// Undoes all steps above a version; 0 undoes everything.
    public List<MigrationStep> downTo(int version) {
        List<MigrationStep> undone = new ArrayList<>();
        Optional<MigrationStep> step = oneDown(version);
        while (step.isPresent()) {
            undone.add(step.get());
            step = oneDown(version);
        }
        return undone;
    }

    /// All steps, known or applied, in order.
    public List<MigrationStep> status() {
        return onConnection(connection -> {
            TreeMap<Integer, MigrationStep> steps = new TreeMap<>();
            files.scripts()
                    .forEach(script -> steps.put(
                            script.version(), new MigrationStep(script.version(), script.name(), Optional.empty())));
            new Changelog(connection).applied().forEach(applied -> steps.put(applied.version(), stepOf(applied)));
            return List.copyOf(steps.values());
        });
    }

    /// What this database has taken, oldest first.
    public List<MigrationStep> history() {
        return status().stream().filter(step -> !step.isPending()).toList();
    }

    /// What [#up()] would do.
    public List<MigrationStep> pending() {
        return status().stream().filter(MigrationStep::isPending).toList();
    }

    /// Refuses when the schema lacks what this program needs; for starts that may not migrate.
    public void requireCurrent() {
        List<MigrationStep> pending = onConnection(connection -> {
            check(new Changelog(connection).applied());
            return pending();
        });
        if (!pending.isEmpty()) {
            throw new MigrationRefused("The database is " + pending.size() + " step(s) behind, next is "
                    + pending.getFirst().name() + ". Run: sallyport migrate up");
        }
    }

    private Optional<MigrationStep> oneUp(int ceiling) {
        return inStep(changelog -> {
            List<Applied> applied = changelog.applied();
            check(applied);
            if (applied.size() >= files.scripts().size()) {
                return Optional.empty();
            }
            MigrationScript next = files.scripts().get(applied.size());
            if (next.version() > ceiling) {
                return Optional.empty();
            }
            new MigrationRun(changelog).up(next);
            return Optional.of(stepOf(changelog.applied().getLast()));
        });
    }

    private Optional<MigrationStep> oneDown(int floor) {
        return inStep(changelog -> {
            List<Applied> applied = changelog.applied();
            if (applied.isEmpty() || applied.getLast().version() <= floor) {
                return Optional.empty();
            }
            new MigrationRun(changelog).down(applied);
            return Optional.of(stepOf(applied.getLast()));
        });
    }

    /// What was applied must be the known steps from the first on, word for word; after all of them there may
    /// be newer ones that let this program work.
    private void check(List<Applied> applied) {
        List<MigrationScript> known = files.scripts();
        int newest = known.isEmpty() ? 0 : known.getLast().version();
        List<Applied> newer =
                applied.stream().filter(step -> step.version() > newest).toList();
        if (!newer.stream().allMatch(Applied::letsOlderProgramsWork)) {
            throw new MigrationRefused("The database is at step "
                    + newer.getLast().version() + ", this program knows " + newest
                    + " and cannot work with it. Start the newer program, or go back with: sallyport migrate down"
                    + " --steps " + newer.size());
        }
        for (int i = 0; i < applied.size() - newer.size(); i++) {
            Applied step = applied.get(i);
            if (i >= known.size() || known.get(i).version() != step.version()) {
                throw new MigrationRefused("The steps of this database and of this program differ at " + step.version()
                        + " (" + step.name() + "): a file was removed, or added below an applied one.");
            }
            if (!known.get(i).checksum().equals(step.checksum())) {
                throw new MigrationRefused("Migration " + known.get(i).fileName()
                        + " was edited after it had been applied. Put the file back and add a new one.");
            }
        }
    }

    private static MigrationStep stepOf(Applied applied) {
        return new MigrationStep(applied.version(), applied.name(), Optional.of(applied.at()));
    }

    private <T> T inStep(Work<Changelog, T> work) {
        return onConnection(connection -> {
            connection.setAutoCommit(false);
            try {
                Changelog changelog = new Changelog(connection);
                changelog.lock();
                changelog.create();
                T result = work.on(changelog);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        });
    }

    private <T> T onConnection(Work<Connection, T> work) {
        try (Connection connection = Connections.single(address, "migrations")) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new MigrationRefused("The database cannot be migrated: " + e.getMessage(), e);
        }
    }

    private interface Work<A, T> {
        T on(A argument) throws SQLException;
    }
}
