package io.sallyport.web;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.web.Heard.End;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/// Request heads and chunked bodies, ours against a strict reader: the same requests, however the bytes arrive.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=RequestFuzzTest`; otherwise the seeds are replayed.
@Tag("A27")
class RequestFuzzTest {
    private static final int LONGEST = 8_000;

    private static final WireServer SERVER = new WireServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @FuzzTest(maxDuration = "60s")
    void readsWhatAStrictReaderReads(byte[] wire) {
        if (wire.length > 0 && wire.length < LONGEST) {
            agree(SERVER, wire);
        }
    }

    /// Errors: AssertionError when the two readers disagree, or when the split of the bytes matters.
    static void agree(WireServer server, byte[] wire) {
        Heard strict = StrictHttp.read(wire);
        List<Integer> sizes = List.of(wire.length, 1, Math.max(1, wire.length / 3));
        List<Heard> readings = server.read(wire, sizes);
        for (int i = 0; i < sizes.size(); i++) {
            Heard ours = readings.get(i);
            boolean endsAlike = ours.end() == strict.end() || (strict.end() == End.OPEN && ours.end() == End.REFUSED);
            if (!endsAlike || !ours.asked().equals(strict.asked())) {
                throw new AssertionError(
                        "in pieces of " + sizes.get(i) + " we read " + ours + ", strictly it is " + strict);
            }
        }
    }
}
