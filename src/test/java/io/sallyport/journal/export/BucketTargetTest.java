package io.sallyport.journal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.AwsAccount;
import io.sallyport.journal.export.ExportSettings.Bucket;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.transport.EventLoops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BucketTargetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T23:59:59Z");
    private static final List<Json> CALLS = List.of(Json.object()
            .put("ended_at", "2026-11-21T10:00:00.5Z")
            .put("request_id", "0199-a")
            .toJson());

    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
    private final ScriptedUpstream store = ScriptedUpstream.start();
    private final BucketTarget target = new BucketTarget(
            new Bucket(
                    store.url(),
                    "calls",
                    "eu-1",
                    "prod",
                    new AwsAccount("AKID", Secret.of("test-secret"), Optional.empty()),
                    Duration.ofMinutes(1)),
            new Post(outbounds));

    @AfterEach
    void close() {
        outbounds.close();
        loops.close();
        store.close();
    }

    @Test
    void takesItsOwnPlaceWhenTheSameCallsComeAgain() {
        store.always(Script.json(200, "{}"));

        target.bring(CALLS, NOW);
        target.bring(CALLS, NOW.plusSeconds(1));

        assertThat(store.requests())
                .extracting(ScriptedUpstream.Received::firstLine)
                .containsExactly(
                        "PUT /calls/prod/2026/11/21/0199-a.ndjson HTTP/1.1",
                        "PUT /calls/prod/2026/11/21/0199-a.ndjson HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void givesUpCallsThatAreRefused(int status) {
        assertThat(failure(status).isFinal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 408, 429, 500, 503})
    void keepsCallsThatMayBeTakenLater(int status) {
        assertThat(failure(status).isFinal()).isFalse();
    }

    private ExportFailed failure(int status) {
        store.always(Script.json(status, "{}"));
        return catchThrowableOfType(ExportFailed.class, () -> target.bring(CALLS, NOW));
    }
}
