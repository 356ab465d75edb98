package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Dashboards, alert rules and the guide before what a gateway shows after some calls.
@TestInstance(Lifecycle.PER_CLASS)
final class ObservabilityStackTest {
    private static final Path STACK = Path.of("deploy/observability");
    private static final Pattern METRIC = Pattern.compile("\\b(?:sallyport|jvm|process|system)_\\w+");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern GROUPS = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern CALLED = Pattern.compile("\\b([a-z_]+)\\s*\\(");

    /// Functions and words of PromQL that stand before a bracket.
    private static final Set<String> KNOWN =
            Set.of("sum", "max", "min", "rate", "increase", "histogram_quantile", "topk", "by", "absent", "or", "and");

    /// They show up with their first event; the test of the guide knows them.
    private static final Set<String> RARE =
            Set.of("sallyport_end_user_tokens_total", "sallyport_losses_total", "sallyport_side_calls_total");

    /// What is counted of the last call and of the page.
    private static final List<String> LAST = List.of(
            "sallyport_limit_refusals_total{limit=\"Two a day\",metric=\"requests\",scope=\"key\"} 1.0",
            "sallyport_daily_active_gateway_users{",
            "sallyport_daily_active_portal_users{");

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("fine")));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("first", upstream.url())
            .backend("second", upstream.url())
            .alias("chat", "first/m", "second/m")
            .pricedByThousands()
            .section("audit", Json.object().put("opensearch", Json.object().put("url", "http://127.0.0.1:1")))
            .element(
                    "limits",
                    Json.object()
                            .put("name", "Two a day")
                            .put("scope", "key")
                            .put("metric", "requests")
                            .put("amount", 2)
                            .put("window", "day"))
            .section(
                    "guardrails",
                    Json.object()
                            .put(
                                    "input_guardrails",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("name", "personal data")
                                                    .put("type", "pii"))))
            .start();
    private final Map<String, Set<String>> shown = new HashMap<>();
    private String scrape = "";

    /// A failover, an answer, and a call that a limit refuses; and somebody who looks at a page.
    @BeforeAll
    void calls() {
        upstream.next(Script.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        for (int call = 0; call < 3; call++) {
            try (SseClient answer = gateway.chat("chat", "")) {
                answer.rest();
            }
        }
        Person.in(gateway, "ada@example.org").get("/keys");
        try (Passerby prometheus = new Passerby(gateway.metricsUrl())) {
            scrape = Await.answer(
                    () -> prometheus.get("/metrics").body(),
                    body -> LAST.stream().allMatch(body::contains));
        }
        for (String line : scrape.lines().filter(line -> !line.startsWith("#")).toList()) {
            Matcher name = METRIC.matcher(line);
            if (name.lookingAt()) {
                shown.computeIfAbsent(name.group(), _ -> new TreeSet<>())
                        .addAll(all(Pattern.compile("(\\w+)=\""), line));
            }
        }
    }

    @AfterAll
    void closes() {
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("OB6")
    @Tag("OB10")
    @Tag("OB13")
    @Tag("H12")
    @Tag("OB16")
    void countsWhatHappened() {
        assertThat(scrape)
                .contains("sallyport_limit_refusals_total{limit=\"Two a day\",metric=\"requests\",scope=\"key\"} 1.0")
                .contains(
                        "sallyport_guardrail_runs_total{guardrail=\"personal data\",layer=\"input\",result=\"passed\"}")
                .contains("sallyport_log_writer_queue_depth{writer=\"guardrail_run\"}")
                .containsPattern("sallyport_daily_active_gateway_users\\{[^}]*} 1\\.0")
                .containsPattern("sallyport_daily_active_portal_users\\{[^}]*} 1\\.0")
                .containsPattern("sallyport_failovers_total\\{[^}]*openai_backend=\"first\"[^}]*} 1\\.0");
    }

    @Test
    @Tag("OB10")
    @Tag("H12")
    void showsInEveryPanelWhatAScrapeHas() throws IOException {
        for (Asked panel : panels()) {
            assertThat(families(panel.expression()))
                    .as(panel.where())
                    .isNotEmpty()
                    .allMatch(this::isDeclared);
        }
    }

    @Test
    @Tag("OB9")
    void watchesInEveryRuleWhatAScrapeHas() throws IOException {
        for (Asked rule : rules()) {
            assertThat(families(rule.expression()))
                    .as(rule.where())
                    .isNotEmpty()
                    .allMatch(this::isDeclared);
        }
    }

    @Test
    void asksOnlyForLabelsThatAreThere() throws IOException {
        for (Asked asked : Stream.concat(panels().stream(), rules().stream()).toList()) {
            List<Set<String>> known = all(METRIC, bare(asked.expression())).stream()
                    .filter(shown::containsKey)
                    .map(name -> Objects.requireNonNull(shown.get(name)))
                    .toList();
            if (known.isEmpty()) {
                continue;
            }
            Set<String> labels = known.stream().flatMap(Set::stream).collect(Collectors.toSet());

            assertThat(labels).as(asked.where()).containsAll(labels(asked.expression()));
        }
    }

    @Test
    void writesExpressionsThatCanBeRead() throws IOException {
        for (Asked asked : Stream.concat(panels().stream(), rules().stream()).toList()) {
            String bare = bare(asked.expression());

            assertThat(isBalanced(bare)).as(asked.where()).isTrue();
            assertThat(all(CALLED, bare)).as(asked.where()).isSubsetOf(KNOWN);
        }
    }

    @Test
    @Tag("OB11")
    @Tag("OB12")
    void describesEveryStoreForOneHostAndForMany() throws IOException {
        for (String store : List.of("loki", "mimir", "tempo")) {
            String local = Files.readString(STACK.resolve(store).resolve("local.yaml"));
            String shared = Files.readString(STACK.resolve(store).resolve("s3.yaml"));

            assertThat(yaml(local))
                    .containsAnyOf(Map.entry("auth_enabled", true), Map.entry("multitenancy_enabled", true));
            assertThat(yaml(shared))
                    .containsAnyOf(Map.entry("auth_enabled", true), Map.entry("multitenancy_enabled", true));
            assertThat(local).contains("/data/").doesNotContain("S3_");
            assertThat(shared).contains("${S3_ENDPOINT}");
        }
        assertThat(Files.readString(STACK.resolve("proxy/stores.conf")))
                .contains("auth_basic_user_file", "proxy_set_header X-Scope-OrgID $tenant;");
    }

    @Test
    void readsEveryOtherFileOfTheStack() throws IOException {
        for (String file : List.of(
                "compose.yaml",
                "compose.s3.yaml",
                "grafana/provisioning/datasources/stores.yaml",
                "grafana/provisioning/dashboards/sallyport.yaml")) {
            assertThat(yaml(Files.readString(STACK.resolve(file)))).as(file).isNotEmpty();
        }
    }

    @Test
    @Tag("OB14")
    void guidesThoseWhoWatchToWhatIsThere() throws IOException {
        String guide = Files.readString(Path.of("docs/guides/operate.md"))
                .replaceFirst("(?s).*## What to watch(.*?)## .*", "$1");
        List<String> paths = all(Pattern.compile("`GET (\\S+)`"), guide);
        String queries = guide.replaceFirst("(?s).*```sql(.*)```.*", "$1");

        assertThat(families(guide)).contains("sallyport_calls_total").allMatch(this::isDeclared);
        assertThat(paths).hasSize(3);
        try (Passerby watch = new Passerby(gateway.url())) {
            assertThat(paths)
                    .allSatisfy(path ->
                            assertThat(watch.get(path).statusCode()).as(path).isEqualTo(200));
        }
        for (String query : queries.strip().replaceFirst(";$", "").split(";", -1)) {
            assertThat(Installation.rows(gateway.database(), query, 1))
                    .as(query)
                    .isNotEmpty();
        }
    }

    private boolean isDeclared(String family) {
        return scrape.contains("# TYPE " + family + " ") || RARE.contains(family);
    }

    /// The metrics of an expression; the parts of a histogram stand for it.
    private static List<String> families(String expression) {
        return all(METRIC, bare(expression)).stream()
                .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
                .toList();
    }

    private static List<String> labels(String expression) {
        List<String> labels = new ArrayList<>(all(MATCHER, expression));
        GROUPS.matcher(bare(expression))
                .results()
                .forEach(by -> labels.addAll(List.of(by.group(1).split("\\s*,\\s*"))));
        return labels;
    }

    /// The expression without its texts, in which anything may stand.
    private static String bare(String expression) {
        return TEXT.matcher(expression).replaceAll("\"\"");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .distinct()
                .toList();
    }

    private static boolean isBalanced(String text) {
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            int opening = "([{".indexOf(sign);
            int closing = ")]}".indexOf(sign);
            if (opening >= 0) {
                open.append(")]}".charAt(opening));
            } else if (closing >= 0) {
                if (open.isEmpty() || open.charAt(open.length() - 1) != sign) {
                    return false;
                }
                open.setLength(open.length() - 1);
            }
        }
        return open.isEmpty();
    }

    /// What is asked of the metrics, and by whom.
    private record Asked(String where, String expression) {}

    private static List<Asked> panels() throws IOException {
        List<Asked> panels = new ArrayList<>();
        try (Stream<Path> files = Files.list(STACK.resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                for (Json panel :
                        Json.parse(Files.readString(file)).get("panels").elements()) {
                    if (panel.path("datasource.type").text().equals("prometheus")) {
                        String where =
                                file.getFileName() + ": " + panel.get("title").text();
                        panel.get("targets")
                                .elements()
                                .forEach(target -> panels.add(
                                        new Asked(where, target.get("expr").text())));
                    }
                }
            }
        }
        assertThat(panels).hasSizeGreaterThan(50);
        return panels;
    }

    private static List<Asked> rules() throws IOException {
        List<Asked> rules = new ArrayList<>();
        for (Object group : list(yaml(Files.readString(STACK.resolve("rules/sallyport.yaml"))), "groups")) {
            for (Object rule : list((Map<?, ?>) group, "rules")) {
                Map<?, ?> said = (Map<?, ?>) rule;
                assertThat(said.get("annotations"))
                        .as("summary of " + said.get("alert"))
                        .isNotNull();
                rules.add(new Asked(String.valueOf(said.get("alert")), String.valueOf(said.get("expr"))));
            }
        }
        assertThat(rules).hasSizeGreaterThan(10);
        return rules;
    }

    private static List<?> list(Map<?, ?> of, String name) {
        return (List<?>) Objects.requireNonNull(of.get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(String text) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }
}
