package io.sallyport.journal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which calls an export loses, and which it does not.
@Timeout(60)
final class CallExportLossTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration SOON = Duration.ofMillis(1);

    /// How many calls came at each try.
    private final LinkedBlockingQueue<Integer> tries = new LinkedBlockingQueue<>();

    @Test
    void doesNotWaitForItsTimeWhenManyCallsDo() throws InterruptedException {
        CallExport export = export(Duration.ofHours(1));

        take(export, 1_000);

        assertThat(tries.poll(30, TimeUnit.SECONDS)).isEqualTo(1_000);
        export.close();
        assertThat(export.state()).isEqualTo(new ExportState(0, 1_000, 0));
    }

    @Test
    void bringsCallsAgainThatTheTargetMayTakeLater() throws InterruptedException {
        ExportState state = afterTwoCalls(new ExportFailed("it is tired"));

        assertThat(state).isEqualTo(new ExportState(0, 2, 0));
    }

    @Test
    void dropsCallsThatTheTargetWillNeverTake() throws InterruptedException {
        ExportState state = afterTwoCalls(ExportFailed.forGood("it does not understand"));

        assertThat(state).isEqualTo(new ExportState(0, 1, 1));
    }

    @Test
    void outlivesADefectOfItsTarget() throws InterruptedException {
        ExportState state = afterTwoCalls(new IllegalStateException("a defect"));

        assertThat(state).isEqualTo(new ExportState(0, 1, 1));
    }

    /// The second call comes when the first one was tried.
    private ExportState afterTwoCalls(RuntimeException first) throws InterruptedException {
        CallExport export = export(SOON, first);
        take(export, 1);
        tries.poll(30, TimeUnit.SECONDS);
        take(export, 1);
        export.close();
        return export.state();
    }

    private static void take(CallExport export, int calls) {
        for (int call = 0; call < calls; call++) {
            export.offer(Json.object().put("call", call).toJson());
        }
    }

    private CallExport export(Duration every, RuntimeException... failures) {
        Queue<RuntimeException> left = new ConcurrentLinkedQueue<>(Arrays.asList(failures));
        return CallExport.open(target(left), every, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private ExportTarget target(Queue<RuntimeException> failures) {
        return new ExportTarget() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void bring(List<Json> calls, Instant now) {
                tries.add(calls.size());
                RuntimeException failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
            }
        };
    }
}
