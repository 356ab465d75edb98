package io.sallyport.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.NodeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The modules in `ui/shared` and of the playground that need no page; what they promise stands in src/test/ui.
@Tag("DD35")
final class SharedModulesTest {
    private static final Path WORK = Path.of("target/ui-test");

    @Test
    void keepsWhatTheSharedModulesPromise() throws IOException, InterruptedException {
        copy(Path.of("ui/shared"), WORK.resolve("ui/shared"));
        copy(Path.of("ui/playground"), WORK.resolve("ui/playground"));
        copy(Path.of("src/test/ui"), WORK.resolve("test"));
        Files.writeString(WORK.resolve("package.json"), "{\"type\": \"module\"}\n");

        NodeRun ended = NodeRun.of(WORK, Map.of(), command());

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("# fail 0").doesNotContain("# tests 0");
    }

    private static String[] command() throws IOException {
        Stream<String> node = Stream.of("node", "--test", "--test-reporter=tap");
        return Stream.concat(node, tests().stream()).toArray(String[]::new);
    }

    private static List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(WORK.resolve("test"))) {
            return files.map(file -> WORK.relativize(file).toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
