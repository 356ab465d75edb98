package io.sallyport.crypto;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.crypto.KeyFormat.KeyText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Key texts: read or not, never an exception, and what is shown of them is public.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=KeyFormatFuzzTest`; otherwise the seeds are replayed.
class KeyFormatFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void showsNothingBehindThePrefix(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);

        Optional<KeyText> key = KeyFormat.read(text);
        String shown = KeyFormat.redact(text);

        boolean isWhole = key.map(
                        found -> found.text().reveal().equals(text) && text.startsWith("sk-" + found.prefix() + "."))
                .orElse(true);
        boolean isPublic =
                shown.equals(key.map(found -> "sk-" + found.prefix() + ".****").orElse("****"));
        if (!isWhole || !isPublic) {
            throw new AssertionError("the key " + text + " is read as " + key + " and shown as " + shown);
        }
    }
}
