package io.sallyport.app;

import io.sallyport.admin.StatusCheck.Component;
import io.sallyport.admin.StatusCheck.State;
import io.sallyport.journal.audit.AuditState;
import io.sallyport.journal.audit.OpenSearchReader;
import io.sallyport.journal.audit.Unanswered;
import java.time.Duration;
import java.util.Optional;

/// How OpenSearch does: whether it answers, and whether it takes audit events.
final class OpenSearchCheck {
    private static final String NAME = "opensearch";
    private static final long MEGABYTE = 1 << 20;

    private OpenSearchCheck() {}

    static Component look(OpenSearchReader reader, AuditState state) {
        try {
            Duration answer = reader.roundTrip();
            return state.trouble()
                    .map(trouble -> Component.down(NAME, NAME, "it " + trouble + "; " + waiting(state)))
                    .orElseGet(() -> new Component(NAME, NAME, State.UP, waiting(state), Optional.of(answer)));
        } catch (Unanswered e) {
            return Component.down(NAME, NAME, "it " + e.reason() + "; " + waiting(state));
        }
    }

    private static String waiting(AuditState state) {
        String spool = "audit events that wait: " + state.waiting() + " (" + state.spoolBytes() / MEGABYTE + " of "
                + state.spoolRoom() / MEGABYTE + " MB)";
        String lost = state.dropped() == 0 ? "" : ", lost: " + state.dropped();
        return spool + lost + (state.rejected() == 0 ? "" : ", rejected: " + state.rejected());
    }
}
