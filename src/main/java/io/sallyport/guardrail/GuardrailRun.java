package io.sallyport.guardrail;

import io.sallyport.lang.RequestId;
import io.sallyport.lang.TenantId;
import java.time.Instant;

/// One look of a guardrail at one content, as it is recorded (requirement GU11).
///
/// @param micros how long it took
/// @param note kinds and counts of what was found, or why it failed; never the text
/// @param overridden the client was shown something else
public record GuardrailRun(
        RequestId call,
        TenantId tenant,
        String name,
        String type,
        Layer layer,
        int priority,
        Instant started,
        long micros,
        Result result,
        double score,
        String note,
        boolean overridden) {

    /// How it ended.
    public enum Result {
        PASSED,
        REPLACED,
        BLOCKED,
        FAILED,
        /// Something was there that it cannot read, or was told not to.
        NOT_SCANNED
    }
}
