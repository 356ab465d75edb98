package io.sallyport.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.KeyFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing in the repository, now or in its history, opens anything: samples are made up, and keys of our own
/// form have a checksum that fails.
@Tag("S09")
final class SecretsTest {
    private static final Set<String> MADE_HERE = Set.of(".git", "target", "node_modules");

    /// Samples for the guardrail that finds such things; all of them are made up.
    private static final Set<String> MADE_UP = Set.of(
            "src/test/java/io/sallyport/guardrail/builtin/PersonalRecordsTest.java",
            "src/test/resources/guardrail/corpus/values.txt");

    private static final String FILE = "+++ b/";

    /// What the keys of others look like; documented examples have the word in them.
    private static final Map<String, Pattern> FORMS = Map.of(
            "AWS", Pattern.compile("\\bA(?:KI|SI)A(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}\\b"),
            "GitHub", Pattern.compile("\\b(?:gh[opsu]_[A-Za-z0-9]{36}|github_pat_\\w{60,})"),
            "Google", Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}\\b"),
            "Slack", Pattern.compile("\\bxox[abprs]-[0-9A-Za-z-]{20,}"),
            "Anthropic", Pattern.compile("\\bsk-ant-(?:api|admin)\\d\\d-[\\w-]{80,}"),
            "OpenAI", Pattern.compile("\\bsk-(?:proj-[\\w-]{60,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})"),
            "private key", Pattern.compile("^[+\"\\s]*MI[IG][A-Za-z0-9+/]{60,}.*$"));

    private static final Pattern OURS = Pattern.compile("\\bsk-[0-9A-Za-z]{12}\\.[0-9A-Za-z]{49}\\b");

    @Test
    void standInNoFile() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                lines.forEach(line -> find(file.toString(), line, found));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void stoodInNoFileOfAnyCommit() throws IOException {
        List<String> found = new ArrayList<>();
        // A copy of the sources without .git has no history; git then says so and prints nothing.
        Process log = new ProcessBuilder("git", "log", "--all", "--format=commit %h", "-p", "-U0", "--no-color")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = log.inputReader(StandardCharsets.ISO_8859_1)) {
            String file = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file = line.startsWith(FILE) ? line.substring(FILE.length()) : file;
                find(file, line, found);
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void areKnownWhenTheyAreSeen() {
        String ours = KeyFormat.generate(new SecureRandom()).text().reveal();

        assertThat(secret("key = \"" + ours + "\"")).contains("ours");
        assertThat(secret("AKIA" + "Q7WERTZUIOPASDFG")).contains("AWS");
        assertThat(secret("AKIAIOSFODNN7EXAMPLE")).isEmpty();
        assertThat(secret(ours.substring(0, ours.length() - 1) + "_")).isEmpty();
    }

    private static void find(String file, String line, List<String> found) {
        if (!MADE_UP.contains(file)) {
            secret(line).ifPresent(kind -> found.add(file + ": " + kind));
        }
    }

    private static Optional<String> secret(String line) {
        return FORMS.entrySet().stream()
                .filter(form -> form.getValue().matcher(line).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> OURS.matcher(line)
                        .results()
                        .filter(key -> KeyFormat.read(key.group()).isPresent())
                        .map(_ -> "ours")
                        .findFirst());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(""))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(file.toString().split("/", -1)).noneMatch(MADE_HERE::contains))
                    .toList();
        }
    }
}
