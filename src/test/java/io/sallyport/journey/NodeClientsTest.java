package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.NodeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's, Anthropic's, Vercel's and Google's packages for Node find everything as they know it; what they
/// try stands in src/test/js.
///
/// Packages are installed once into target/js, and again when their list changes.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA1")
final class NodeClientsTest {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path WORK = Path.of("target/js");
    private static final String LIST = "package.json";
    private static final Path INSTALLED = WORK.resolve("installed.json");

    private final SimulatedGateway gateway = new SimulatedGateway();

    @BeforeAll
    static void installs() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(INSTALLED) && Files.mismatch(INSTALLED, WORK.resolve(LIST)) < 0) {
            return;
        }
        NodeRun ended = NodeRun.of(
                WORK, Map.of(), "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline");
        assertThat(ended.code()).as(ended.output()).isZero();
        Files.copy(WORK.resolve(LIST), INSTALLED, StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterAll
    void closes() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai.test.js", "vercel.test.js", "gemini.test.js"})
    void findsEverything(String script) throws IOException, InterruptedException {
        passes(script, gateway.v1());
    }

    @Test
    void holdsConversationsWithEveryVendor() throws IOException, InterruptedException {
        try (VendorGateway vendors = new VendorGateway()) {
            passes("vendors.test.js", vendors.v1());
        }
    }

    private static void passes(String script, String url) throws IOException, InterruptedException {
        NodeRun ended = NodeRun.of(
                WORK,
                Map.of(
                        "GATEWAY_URL",
                        url,
                        "GATEWAY_KEY",
                        GatewayHarness.KEY,
                        "GATEWAY_VENDORS",
                        String.join(",", VendorGateway.VENDORS)),
                "node",
                "--test",
                "--test-reporter=tap",
                script);

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("# fail 0").doesNotContain("# tests 0");
    }
}
