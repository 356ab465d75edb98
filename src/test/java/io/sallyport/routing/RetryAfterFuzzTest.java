package io.sallyport.routing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Scrubber;
import io.sallyport.routing.UpstreamFaults.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `Retry-After` of upstreams: seconds, dates or anything else, always 1 to 300 seconds for the client.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=RetryAfterFuzzTest`; otherwise the seeds are replayed.
class RetryAfterFuzzTest {
    private final UpstreamFaults faults = new UpstreamFaults(
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
            new Scrubber(() -> Backends.of(List.of(), Map.of())));

    @FuzzTest(maxDuration = "60s")
    void makesNobodyWaitForeverOrNotAtAll(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);

        Fault fault = faults.fault(429, new UpstreamError("", "", ""), _ -> Optional.of(text));

        Duration told = ((RateLimited) fault.refusal()).retryAfter();
        if (told.compareTo(Duration.ofSeconds(1)) < 0 || told.compareTo(Duration.ofSeconds(300)) > 0) {
            throw new AssertionError("'" + text + "' makes a client wait " + told);
        }
    }
}
