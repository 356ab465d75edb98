package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import io.sallyport.database.Database;
import io.sallyport.database.Database.PoolState;
import io.sallyport.database.MigrationStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the database does: whether it answers, and whether its schema fits this program.
record StoreCheck(Store store) implements StatusCheck {

    @Override
    public List<Component> look() {
        Optional<Duration> answer = store.database().roundTrip();
        return answer.isPresent()
                ? List.of(server(store.database(), answer), schema())
                : List.of(Component.down("postgresql", "postgresql", "it does not answer"));
    }

    private static Component server(Database database, Optional<Duration> answer) {
        PoolState pool = database.pool();
        String detail = pool.active() + " of " + pool.max() + " connections in use, " + pool.waiting() + " waiting";
        return new Component("postgresql", "postgresql", State.UP, detail, answer);
    }

    private Component schema() {
        List<MigrationStep> steps = store.migrations().status();
        long pending = steps.stream().filter(MigrationStep::isPending).count();
        return pending == 0
                ? Component.up("migrations", "migrations", steps.size() + " steps applied")
                : Component.down("migrations", "migrations", pending + " steps are not applied");
    }
}
