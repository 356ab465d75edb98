package io.sallyport.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import java.util.Optional;

/// The request scan against the JSON library: they accept the same bodies, and neither throws anything else.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=JsonScanFuzzTest`; otherwise the seeds are replayed.
class JsonScanFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void agreesWithTheLibrary(byte[] text) {
        if (text.length > 100_000) {
            return;
        }
        boolean scanned = isScanned(text);
        Optional<Boolean> parsed = isParsed(text);
        if (parsed.isPresent() && parsed.get() != scanned) {
            throw new AssertionError("the scan says " + scanned + ", the library the opposite");
        }
    }

    private static boolean isScanned(byte[] text) {
        try {
            JsonScan.object(Bytes.of(text));
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /// Empty where the library refuses valid JSON because a value is too large for it to hold.
    private static Optional<Boolean> isParsed(byte[] text) {
        try {
            return Optional.of(Json.parse(Bytes.of(text)).isObject());
        } catch (JsonProblem e) {
            String problem = String.valueOf(e.getMessage());
            boolean limit = problem.contains("out of range") || problem.contains("longer than");
            return limit ? Optional.empty() : Optional.of(false);
        }
    }
}
