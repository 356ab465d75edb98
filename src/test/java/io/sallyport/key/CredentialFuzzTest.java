package io.sallyport.key;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Credential headers: one visible token, or a refusal that says which kind.
///
/// Each line of an input is an `Authorization`, or an `X-Api-Key` when it starts with a tab.
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=CredentialFuzzTest`; otherwise the seeds are replayed.
class CredentialFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsOneVisibleTokenOrRefuses(byte[] input) {
        List<String> authorization = new ArrayList<>();
        List<String> apiKeys = new ArrayList<>();
        for (String line : new String(input, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            (line.startsWith("\t") ? apiKeys : authorization).add(line);
        }
        try {
            String token = Credential.read(authorization, apiKeys)
                    .token()
                    .orElseThrow()
                    .reveal();
            boolean isGiven = String.join("\n", authorization).contains(token)
                    || String.join("\n", apiKeys).contains(token);
            if (!isGiven || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new AssertionError("read the token " + token);
            }
        } catch (RefusedException e) {
            if (!(e.refusal() instanceof NotAuthenticated || e.refusal() instanceof BadRequest)) {
                throw e;
            }
        }
    }
}
