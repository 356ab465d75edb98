package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The Compose files, which no daemon has run here.
@Tag("DE1")
@Tag("DE4")
@Tag("DE11")
@Tag("DE22")
final class ComposeTest {

    private static final Path FOLDER = Path.of("deploy/compose");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^#?([A-Z_]+)=");
    private static final Pattern PUBLISHED = Pattern.compile(".*:(\\d+):(\\d+)");

    /// Keys of a service that stand in these files, as the Compose specification names them.
    private static final Set<String> WORDS = Set.of(
            "image",
            "command",
            "environment",
            "volumes",
            "tmpfs",
            "read_only",
            "cap_drop",
            "security_opt",
            "profiles",
            "stop_grace_period",
            "healthcheck",
            "depends_on",
            "ports",
            "restart",
            "logging",
            "deploy");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith("compose."))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysNothingComposeDoesNotKnow(Path file) throws IOException {
        Json compose = Yaml.file(file);

        assertThat(Set.of("name", "services", "volumes")).containsAll(Yaml.names(compose));
        for (String service : Yaml.names(compose.get("services"))) {
            assertThat(WORDS)
                    .as(service)
                    .containsAll(Yaml.names(compose.get("services").get(service)));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void mountsOnlyWhatExists(Path file) throws IOException {
        Json compose = Yaml.file(file);
        Json main = Yaml.file(FOLDER.resolve("compose.yaml"));

        for (String service : Yaml.names(compose.get("services"))) {
            Json volumes = compose.get("services").get(service).get("volumes");
            for (Json volume : volumes.isArray() ? volumes.elements() : List.<Json>of()) {
                String source = volume.text().replaceFirst(":.*", "");
                assertThat(source.startsWith("/")
                                || Yaml.names(main.get("volumes")).contains(source)
                                || Files.exists(FOLDER.resolve(source)))
                        .as(service + ": " + source)
                        .isTrue();
            }
        }
    }

    @Test
    void watchesOverEveryServiceThatOthersWaitFor() throws IOException {
        Json services = Yaml.file(FOLDER.resolve("compose.yaml")).get("services");

        assertThat(services.get("postgres").get("image").text()).isEqualTo("postgres:15-alpine");
        assertThat(services.path("gateway.depends_on.postgres.condition").text())
                .isEqualTo("service_healthy");
        assertThat(List.of("gateway", "postgres", "redis", "opensearch", "prometheus", "grafana"))
                .allSatisfy(name -> assertThat(services.get(name)
                                .get("healthcheck")
                                .get("test")
                                .isArray())
                        .isTrue());
    }

    @Test
    @Tag("SE13")
    void givesTheGatewayNothingItDoesNotNeed() throws IOException {
        Json gateway = Yaml.file(FOLDER.resolve("compose.yaml")).get("services").get("gateway");

        assertThat(gateway.get("read_only").bool()).isTrue();
        assertThat(gateway.get("cap_drop").at(0).text()).isEqualTo("ALL");
        assertThat(gateway.get("ports").isMissing()).isTrue();
    }

    @Test
    void startsOnlyGatewayAndDatabaseWithoutAProfile() throws IOException {
        Json services = Yaml.file(FOLDER.resolve("compose.yaml")).get("services");

        assertThat(Yaml.names(services).stream()
                        .filter(name -> services.get(name).get("profiles").isMissing()))
                .containsExactlyInAnyOrder("gateway", "postgres");
    }

    @Test
    void explainsEveryVariableItAsksFor() throws IOException {
        String example = Files.readString(FOLDER.resolve(".env.example"));
        Set<String> explained = words(EXAMPLE, example);
        Set<String> asked = new HashSet<>();
        for (Path file : files()) {
            asked.addAll(words(VARIABLE, Files.readString(file)));
        }
        asked.remove("DATABASE_URL");

        assertThat(explained).containsAll(asked);
    }

    @Test
    @Tag("PG14")
    @Tag("C6")
    void documentsEveryPortItPublishes() throws IOException {
        String guide = Files.readString(Path.of("docs/guides/deploy.md"));
        Json services = Yaml.file(FOLDER.resolve("compose.override.yaml")).get("services");

        Set<String> ports = new HashSet<>();
        for (String name : Yaml.names(services)) {
            services.get(name).get("ports").elements().forEach(port -> {
                assertThat(port.text()).startsWith("127.0.0.1:").matches(PUBLISHED);
                ports.add(port.text().replaceFirst("127\\.0\\.0\\.1:(\\d+):\\d+", "$1"));
            });
        }

        assertThat(ports).contains("8080", "5173", "4000", "8090", "9050");
        assertThat(ports).allSatisfy(port -> assertThat(guide).contains("| " + port + " |"));
    }

    /// A stack of an older gateway is one listener here: its API, its dashboard and the dashboard's API.
    @ParameterizedTest
    @ValueSource(ints = {8080, 8090, 5173, 4000})
    @Tag("F13")
    @Tag("O15")
    void answersOnThePortsOfOlderGateways(int port) throws IOException {
        Json published = Yaml.file(FOLDER.resolve("compose.override.yaml")).path("services.gateway.ports");
        Json command = Yaml.file(FOLDER.resolve("compose.yaml")).path("services.gateway.command");
        Json settings = Yaml.file(FOLDER.resolve("sallyport.yaml"));

        assertThat(published.elements()).extracting(Json::text).contains("127.0.0.1:" + port + ":8080");
        assertThat(command.elements()).extracting(Json::text).containsSubsequence("up", "--host", "0.0.0.0");
        assertThat(settings.path("server.port").isMissing()).isTrue();
    }

    /// Each instance shows the totals of all, so two targets would count everything twice.
    @Test
    @Tag("OB3")
    void readsTheTotalsOfAllInstancesOnce() throws IOException {
        Json jobs = Yaml.file(FOLDER.resolve("prometheus.yaml")).get("scrape_configs");

        assertThat(jobs.elements()).singleElement().satisfies(job -> {
            assertThat(Yaml.names(job)).containsExactlyInAnyOrder("job_name", "static_configs");
            assertThat(job.path("static_configs.0.targets").toString()).isEqualTo("[\"gateway:9050\"]");
        });
    }

    @Test
    void sendsNoCallTwiceAndLetsWebSocketsThrough() throws IOException {
        String proxy = Files.readString(FOLDER.resolve("proxy.conf"));

        assertThat(proxy)
                .doesNotContain("non_idempotent")
                .contains("proxy_next_upstream error timeout http_503;", "proxy_connect_timeout 2s;")
                .contains("proxy_set_header Upgrade $http_upgrade;")
                .contains(
                        "proxy_set_header Connection $connection_upstream;", "map $http_upgrade $connection_upstream");
    }

    @Test
    @Tag("SE13")
    void startsNothingUnderAPasswordEverybodyKnows() throws IOException {
        Json services = Yaml.file(FOLDER.resolve("compose.yaml")).get("services");

        assertThat(services.path("grafana.environment.GF_SECURITY_ADMIN_PASSWORD")
                        .text())
                .startsWith("${GRAFANA_PASSWORD:?");
        assertThat(services.path("postgres.environment.POSTGRES_PASSWORD").text())
                .startsWith("${POSTGRES_PASSWORD:?");
    }

    @Test
    void giveTheGatewaySettingsItTakes() throws IOException {
        Json given = Yaml.file(FOLDER.resolve("compose.yaml")).path("services.gateway.environment");
        Map<String, String> variables = new HashMap<>();
        for (String name : Yaml.names(given)) {
            variables.put(name, sample(name, given.get(name)));
        }

        Ended checked = Commands.run(
                variables, "config", "check", FOLDER.resolve("sallyport.yaml").toString());
        Ended shown = Commands.run(
                variables, "config", "show", FOLDER.resolve("sallyport.yaml").toString());

        assertThat(checked.code()).as(checked.toString()).isZero();
        assertThat(variables.keySet().stream().filter(name -> name.startsWith("SALLYPORT_")))
                .filteredOn(name -> !Set.of("SALLYPORT_KEY_HASH_SECRET", "SALLYPORT_MASTER_KEY")
                        .contains(name))
                .allSatisfy(name -> assertThat(shown.toString()).contains(name));
    }

    /// A value as whoever fills in the example would give it.
    private static String sample(String name, Json written) {
        return switch (name) {
            case "DATABASE_URL" -> "postgres://gateway@postgres:5432/gateway";
            case "REDIS_URL" -> "redis://redis:6379/0";
            case "SALLYPORT_AUDIT_OPENSEARCH_URL" -> "http://opensearch:9200";
            case "SALLYPORT_OBSERVABILITY_ENABLE_OTLP" -> "true";
            case "SALLYPORT_OBSERVABILITY_OTLP_ENDPOINT" -> "http://otel-collector:4318";
            case "SALLYPORT_SERVER_PUBLIC_URL" -> "https://ai.example.com";
            case "SALLYPORT_MASTER_KEY" -> "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
            case "LOG_LEVEL" -> "info";
            default -> written.textOr("").startsWith("$") || written.isNull() ? "0123456789abcdef0123" : written.text();
        };
    }

    private static Set<String> words(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }
}
