package io.sallyport.dialect;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The event framer under any split: the same bytes give the same events, however they arrive.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=SseFramerFuzzTest`; otherwise the seeds are replayed.
class SseFramerFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void givesTheSameEventsForEverySplit(FuzzedDataProvider data) {
        int first = data.consumeInt(1, 50);
        byte[] stream = data.consumeRemainingAsBytes();
        if (stream.length < 3) {
            return;
        }

        List<String> whole = events(stream, stream.length);
        List<String> split = events(stream, Math.max(3, first));

        if (!whole.equals(split)) {
            throw new AssertionError("whole gives " + whole + ", pieces of " + first + " give " + split);
        }
    }

    private static List<String> events(byte[] stream, int size) {
        SseFramer framer = new SseFramer();
        List<String> events = new ArrayList<>();
        for (int from = 0; from < stream.length; from += size) {
            byte[] piece = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size));
            framer.take(
                    Bytes.of(piece),
                    event -> events.add(event.name() + "|" + event.data().text()));
        }
        return events;
    }
}
