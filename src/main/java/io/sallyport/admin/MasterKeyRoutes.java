package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.admin.Resealing.Done;
import io.sallyport.door.JsonRoute;
import java.util.List;

/// The master key for operators: that what is sealed is sealed anew.
public final class MasterKeyRoutes {
    /// A piece of work that no client has to wait long for.
    private static final int AT_ONCE = 1_000;

    private final Resealing resealing;

    public MasterKeyRoutes(Resealing resealing) {
        this.resealing = resealing;
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.action(
                OPERATE,
                "/admin/api/master-key/reseal",
                "Seal under the newest master key what was sealed under an older one",
                Resealed.class,
                _ -> reseal()));
    }

    private Resealed reseal() {
        List<Done> done = resealing.run(AT_ONCE);
        return new Resealed(done.stream().mapToInt(Done::resealed).sum() >= AT_ONCE, done);
    }

    /// @param more whether there may be more to do: ask again
    record Resealed(boolean more, List<Done> columns) {}
}
