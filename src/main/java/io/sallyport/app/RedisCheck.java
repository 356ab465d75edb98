package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import io.sallyport.counters.GuardedCounters;
import io.sallyport.counters.SharingState;
import java.util.List;

/// How Redis does: whether limits are shared through it; nothing where they are shared through PostgreSQL.
record RedisCheck(GuardedCounters counters) implements StatusCheck {
    private static final String NAME = "redis";

    @Override
    public List<Component> look() {
        return counters.isOverRedis() ? List.of(component(counters.state())) : List.of();
    }

    private Component component(SharingState state) {
        if (!state.shared()) {
            return Component.down(
                    NAME,
                    NAME,
                    "it " + state.reason() + "; since " + state.since() + " each of " + counters.instances()
                            + " instances decides on its share");
        }
        String detail = "instances that share limits: " + counters.instances();
        return new Component(NAME, NAME, State.UP, detail, counters.roundTrip());
    }
}
