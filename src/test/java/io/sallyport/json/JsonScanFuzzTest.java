package io.sallyport.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;

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
        if (scanned != isParsed(text)) {
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

    private static boolean isParsed(byte[] text) {
        try {
            return Json.parse(Bytes.of(text)).isObject();
        } catch (JsonProblem e) {
            return false;
        }
    }
}
