package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.sallyport.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The values of the chart and their schema, by which Helm itself refuses what the chart would not read.
@Tag("DE20")
final class HelmValuesTest {
    private static final Path CHART = Path.of("deploy/helm/sallyport").toAbsolutePath();
    private static final Pattern READ = Pattern.compile("\\.Values\\.([A-Za-z.]+)");

    /// The paths of all values the schema names, without those of groups.
    static List<String> named() throws IOException {
        return named(Json.parse(Files.readString(CHART.resolve("values.schema.json"))), "")
                .filter(path -> !path.equals("global"))
                .toList();
    }

    @Test
    void describesEveryValue() throws IOException {
        Json values = Yaml.file(CHART.resolve("values.yaml"));

        assertThat(named())
                .hasSizeGreaterThan(40)
                .allMatch(path -> values.path(path).isPresent(), "is in values.yaml");
        assertThat(template().call()).contains("kind: Deployment");
    }

    @Test
    void namesWhatTheTemplatesRead() throws IOException {
        List<String> named = named();
        List<String> read = read();

        assertThat(named).allMatch(path -> read.stream().anyMatch(one -> isWithin(path, one)), "is read by a template");
        assertThat(read).allMatch(path -> named.stream().anyMatch(one -> isWithin(one, path)), "is in the schema");
    }

    @ParameterizedTest
    @MethodSource("named")
    void refusesAValueThatIsMisspelt(String path) {
        TemplateCommand template = template().set(path + "s", "1");

        assertThatThrownBy(template::call).hasMessageContaining(path.substring(path.lastIndexOf('.') + 1) + "s");
    }

    @ParameterizedTest
    @CsvSource({
        "replicas, many",
        "image.pullPolicy, Sometimes",
        "autoscaling.enabled, perhaps",
        "autoscaling.min, 0",
        "disruptionBudget.maxUnavailable, half",
        "resources.limits.memory, plenty",
        "volumeClaim.size, 2GiB",
        "redis.url, http://redis:6379",
        "redis.operator.mode, cluster",
        "service.port, 65536",
        "scrape.interval, soon",
        "networkPolicy.egressPorts[0], 0",
        "networkPolicy.clients[0].nameSpaceSelector.matchLabels.a, b",
        "certificate.server, http://acme.example.com",
        "host, ''",
    })
    void refusesAValueThatKubernetesWouldRefuse(String path, String value) {
        TemplateCommand template = template().set(path, value);

        assertThatThrownBy(template::call).hasMessageContaining(path.replaceFirst("[.\\[].*", ""));
    }

    /// As a part of a larger chart, it gets what that one gives to all of its parts.
    @Test
    void takesTheGlobalValuesOfALargerChart() {
        assertThat(template().set("global.domain", "example.com").call()).contains("kind: Deployment");
    }

    private static TemplateCommand template() {
        return new Helm(CHART)
                .template()
                .withKubeVersion("v1.28.0")
                .withName("gateway")
                .set("existingSecret", "gateway");
    }

    private static Stream<String> named(Json schema, String path) {
        if (schema.get("properties").isMissing()) {
            return Stream.of(path);
        }
        String start = path.isEmpty() ? "" : path + ".";
        return schema.get("properties").fields().stream().flatMap(field -> named(field.value(), start + field.name()));
    }

    private static List<String> read() throws IOException {
        try (Stream<Path> templates = Files.list(CHART.resolve("templates"))) {
            return templates.flatMap(HelmValuesTest::readBy).distinct().toList();
        }
    }

    private static Stream<String> readBy(Path template) {
        try {
            return READ.matcher(Files.readString(template)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWithin(String path, String group) {
        return path.equals(group) || path.startsWith(group + ".");
    }
}
