package io.sallyport.app.settings;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.json.yaml.YamlReader.Outcome;
import io.sallyport.json.yaml.YamlReader.Outcome.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Settings files: checked settings, or problems with a line that exists.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=SettingsFuzzTest`; otherwise the seeds are replayed.
class SettingsFuzzTest {
    private static final int LONGEST = 20_000;

    @FuzzTest(maxDuration = "60s")
    void acceptsAFileOrNamesItsProblems(byte[] input) {
        if (input.length > LONGEST) {
            return;
        }
        String text = new String(input, StandardCharsets.UTF_8);

        Outcome<Settings> outcome = SettingsFixture.read(text, Map.of("OPENAI_API_KEY", "k"));

        long lines = text.lines().count() + 1;
        if (outcome instanceof Rejected<Settings> rejected
                && (rejected.problems().isEmpty()
                        || rejected.problems().stream().anyMatch(problem -> problem.line() > lines))) {
            throw new AssertionError(String.valueOf(rejected.problems()));
        }
    }
}
