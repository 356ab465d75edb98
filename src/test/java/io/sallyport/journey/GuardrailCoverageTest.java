package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.TextPlaces;
import io.sallyport.json.Json;
import io.sallyport.json.JsonLeaves;
import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every text of every route is looked at, or the call is refused in strict mode; the table of it is generated.
///
/// The requests stand in `src/test/resources/guardrail/coverage`: `@@` wherever somebody can write something,
/// and one of each kind that cannot be read.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("O07")
final class GuardrailCoverageTest {
    private static final Path REQUESTS = Path.of("src/test/resources/guardrail/coverage");
    private static final String MARK = "@@";
    private static final String MAIL = "ada.lovelace@example.org";

    /// Routes that take forms: refused in strict mode.
    private static final List<String> FORMS = List.of(
            "/v1/images/edits",
            "/v1/images/variations",
            "/v1/audio/transcriptions",
            "/v1/audio/translations",
            "/v1/files");

    /// Routes that pass on whatever they get: JSON is looked at as everywhere, anything else is refused.
    private static final List<String> PASSED_ON = List.of(
            "/v1/uploads",
            "/v1/batches",
            "/v1/assistants",
            "/v1/threads",
            "/v1/fine_tuning/jobs",
            "/v1/fine-tuning/jobs");

    /// Further paths that backends declare for themselves are passed on alike.
    private static final String WHATEVER_BACKENDS_DECLARE = "/v1";

    /// Routes by which nothing is asked of a model.
    private static final List<String> NO_CALLS =
            List.of("/v1/admin/", "/v1/cluster/", "/v1/nodes/", "/v1/messages/count_tokens");

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("openai", upstream.url())
            .backend("anthropic", "anthropic", upstream.url())
            .backend("gemini", "gemini", upstream.url())
            .alias("one", "openai/m")
            .alias("claude", "anthropic/c")
            .alias("gem", "gemini/g")
            .section(
                    "guardrails",
                    Json.object()
                            .put("strict", true)
                            .put(
                                    "input_guardrails",
                                    Json.array().add(Json.object().put("type", "pii"))))
            .start();
    private final Passerby anybody = new Passerby(gateway.url());

    /// One route with the request that has a text in every place.
    record Sample(String path, Json body, List<Json> sealed) {
        static Sample read(Path file) {
            try {
                Json all = Json.parse(Files.readString(file));
                return new Sample(
                        all.get("path").text(),
                        all.get("body"),
                        all.get("sealed").elements());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static List<Sample> samples() throws IOException {
        try (Stream<Path> files = Files.list(REQUESTS)) {
            return files.sorted().map(Sample::read).toList();
        }
    }

    static List<String> forms() {
        return FORMS;
    }

    static List<String> passedOn() {
        return PASSED_ON;
    }

    @BeforeEach
    void forgets() {
        upstream.forget();
        upstream.always(Script.json(200, "{}"));
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Tag("GU13")
    void showsABackendNoTextThatWasNotLookedAt(Sample sample) {
        post(sample.path(), sample.body().toString().replace(MARK, "write to " + MAIL));

        String sent = upstream.requests().getLast().text();
        assertThat(sent).doesNotContain("lovelace").contains("[EMAIL]");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesWhatCannotBeRead(Sample sample) {
        List<HttpResponse<String>> answers = sample.sealed().stream()
                .map(body -> post(sample.path(), body.toString()))
                .toList();

        assertThat(answers).allSatisfy(GuardrailCoverageTest::isRefused);
        assertThat(upstream.requests()).isEmpty();
    }

    private static void isRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The guardrails of this gateway cannot check");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void refusesForms(String path) {
        HttpResponse<String> refused = send(path, form(), "multipart/form-data; boundary=x");

        isRefused(refused);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("passedOn")
    void looksAtJsonThatIsPassedOn(String path) {
        post(path, "{\"instructions\":\"write to " + MAIL + "\"}");

        assertThat(upstream.requests().getLast().text()).contains("[EMAIL]").doesNotContain("lovelace");
    }

    @Test
    void leavesNoRouteOut() throws IOException {
        Set<String> known = new TreeSet<>(FORMS);
        known.addAll(PASSED_ON);
        known.add(WHATEVER_BACKENDS_DECLARE);
        samples().forEach(sample -> known.add(plain(sample.path())));

        Set<String> served = Json.parse(anybody.get("/openapi.json").body()).get("paths").fields().stream()
                .filter(path -> path.name().startsWith("/v1")
                        && path.value().get("post").isPresent())
                .map(path -> plain(path.name()))
                .filter(path -> NO_CALLS.stream().noneMatch(path::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));

        served.removeAll(known);
        assertThat(served).as("served, and not in the coverage").isEmpty();
    }

    @Test
    void isTheCommittedTable() throws IOException {
        StringBuilder table = new StringBuilder("""
                # What guardrails look at

                Generated by `GuardrailCoverageTest`, which sends every one of these requests: `cp target/guardrail-coverage.md docs/`.
                Names that stand nowhere here are looked at too. What is refused, is refused where `guardrails.strict` is on.

                | Route | Texts that are looked at | Words of the protocol | Refused |
                |---|---|---|---|
                """);
        for (Sample sample : samples()) {
            String sealed = sample.sealed().stream()
                    .flatMap(body -> places(body, TextPlaces.SEALED).stream())
                    .distinct()
                    .collect(Collectors.joining(", "));
            line(
                    table,
                    sample.path(),
                    String.join(", ", places(sample.body(), TextPlaces.CONTENT)),
                    String.join(", ", places(sample.body(), TextPlaces.CODE)),
                    sealed.isEmpty() ? "nothing" : sealed);
        }
        FORMS.forEach(path -> line(table, path, "nothing", "nothing", "the form"));
        PASSED_ON.forEach(path -> line(table, path, "every text of a JSON body", "as above", "any other body"));
        line(table, "realtime sessions", "nothing", "nothing", "the session");

        Path written = Files.writeString(Path.of("target/guardrail-coverage.md"), table.toString());

        assertThat(Path.of("docs/guardrail-coverage.md"))
                .as("cp %s docs/guardrail-coverage.md", written)
                .hasContent(table.toString());
    }

    private static void line(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /// Numbers of elements say nothing, so `messages[3].content` is `messages[].content`.
    private static List<String> places(Json body, TextPlaces kind) {
        List<Leaf> leaves = JsonLeaves.of(body.bytes());
        Set<String> documents = TextPlaces.documents(leaves);
        return leaves.stream()
                .filter(leaf -> kind == (leaf.isText() ? TextPlaces.of(leaf, documents) : TextPlaces.SEALED))
                .filter(leaf -> leaf.isText() || isToken(leaf))
                .map(leaf -> '`' + leaf.path().replaceAll("\\[\\d+]", "[]") + '`')
                .distinct()
                .toList();
    }

    private static boolean isToken(Leaf leaf) {
        return leaf.path().startsWith("input[") || leaf.path().startsWith("prompt[");
    }

    /// A route as it is the same for every model and with every ending.
    private static String plain(String path) {
        return path.replaceFirst("^/v1/models/|^/v1beta/models/", "/v1beta/models/")
                .replaceFirst("models/.*", "models/")
                .replaceFirst("/\\{rest}$", "");
    }

    private static String form() {
        return "--x\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\none\r\n"
                + "--x\r\ncontent-disposition: form-data; name=\"prompt\"\r\n\r\nwrite to " + MAIL + "\r\n--x--\r\n";
    }

    private HttpResponse<String> post(String path, String body) {
        return send(path, body, "application/json");
    }

    private HttpResponse<String> send(String path, String body, String type) {
        return anybody.send("POST", path, body, "content-type", type, "authorization", "Bearer " + GatewayHarness.KEY);
    }
}
