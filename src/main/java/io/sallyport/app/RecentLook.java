package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A look at something that should not be asked every time a page asks us; what was found is remembered for a while.
///
/// Threads: safe; of several who look at once one asks, the others wait for what it finds.
final class RecentLook implements StatusCheck {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final StatusCheck check;
    private final Clock clock;
    private Instant askedAgain = Instant.MIN;
    private List<Component> found = List.of();

    RecentLook(StatusCheck check, Clock clock) {
        this.check = check;
        this.clock = clock;
    }

    @Override
    public synchronized List<Component> look() {
        Instant now = clock.instant();
        if (!now.isBefore(askedAgain)) {
            found = check.look();
            askedAgain = now.plus(REMEMBERED);
        }
        return found;
    }
}
