package io.sallyport.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.PortalServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the pages are on the wire.
final class PortalTest {
    private static final Map<String, String> FROM_A_BROWSER =
            Map.of("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    private static final String REPORT =
            "{\"csp-report\": {\"document-uri\": \"http://a/\", \"blocked-uri\": \"inline\"}}";

    private final PortalServer server = PortalServer.with(PortalSettings.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closes() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/ui/shared/theme.css", "/ui/shared/shell.js", "/", "/nowhere", "/keys/x.css"})
    @Tag("K14")
    @Tag("L09")
    void tellsBrowsersThePolicyWithEveryAnswer(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path, FROM_A_BROWSER);

        assertThat(header(answer, "content-security-policy"))
                .startsWith("default-src 'none';")
                .contains(
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types 'none'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("same-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/keys/x.css",
                "/keys/a.js",
                "/portal/keys/x.css",
                "/keys/a/b.css",
                "/ui/frame.html",
                "/ui/login/index.html",
                "/ui/shared/",
                "/ui/shared/theme.css/x",
                "/login.css"
            })
    @Tag("K19")
    void hasNothingBesideItsOwnPaths(String path) throws Exception {
        assertThat(get(path, Map.of("cookie", "as=person")).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/../pom.xml", "/ui/shared/..%2fframe.html", "/ui/%2e%2e/frame.html"})
    void climbsOutOfNoFolder(String path) throws Exception {
        assertThat(get(path, Map.of()).statusCode()).isBetween(400, 404);
    }

    @Test
    void letsBrowsersKeepWhatHasNotChanged() throws Exception {
        HttpResponse<byte[]> first = get("/ui/shared/theme.css", Map.of());
        String tag = header(first, "etag");

        HttpResponse<byte[]> second = get("/ui/shared/theme.css", Map.of("if-none-match", "\"other\", " + tag));

        assertThat(header(first, "cache-control")).isEqualTo("no-cache");
        assertThat(header(first, "content-type")).isEqualTo("text/css; charset=utf-8");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void compressesForThoseWhoTakeIt() throws Exception {
        HttpResponse<byte[]> plain = get("/ui/shared/theme.css", Map.of("accept-encoding", "gzip;q=0, br"));
        HttpResponse<byte[]> small = get("/ui/shared/theme.css", Map.of("accept-encoding", "br, gzip"));

        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(header(small, "content-encoding")).isEqualTo("gzip");
        assertThat(unzipped(small.body())).isEqualTo(plain.body());
        assertThat(header(small, "etag")).isNotEqualTo(header(plain, "etag"));
        assertThat(header(small, "vary")).isEqualTo("accept-encoding");
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/keys, '', 303, /login?next=%2Fkeys",
        "/keys?q=a%20b, '', 303, /login?next=%2Fkeys%3Fq%3Da%2520b",
        "/, '', 303, /login",
        "/admin, '', 303, /admin/overview",
        "/login?next=/keys, as=person, 303, /keys",
        "/login?next=//evil.example, as=person, 303, /",
        "/admin/people, as=person, 403, ''",
        "/admin/people, as=operator, 200, ''",
        "/keys/0190-a_B, as=person, 200, ''"
    })
    @Tag("AP18")
    @Tag("AP24")
    void opensAPageOnlyToThoseItIsFor(String path, String cookie, int status, String location) throws Exception {
        HttpResponse<byte[]> answer = get(path, Map.of("cookie", cookie));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("location").orElse("")).isEqualTo(location);
        assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void showsTheConsoleOnlyToOperators() throws Exception {
        assertThat(text(get("/", Map.of("cookie", "as=person")))).doesNotContain("/admin/");
        assertThat(text(get("/", Map.of("cookie", "as=operator")))).contains("/admin/status");
    }

    @Test
    @Tag("UP16")
    void answersProgramsInJsonAndPeopleWithPages() throws Exception {
        assertThat(header(get("/nowhere", FROM_A_BROWSER), "content-type")).startsWith("text/html");
        assertThat(header(get("/v1/nowhere", FROM_A_BROWSER), "content-type")).isEqualTo("application/json");
        assertThat(header(get("/nowhere", Map.of("accept", "application/json, text/html")), "content-type"))
                .isEqualTo("application/json");
        assertThat(Json.parse(text(get("/nowhere", Map.of())))
                        .path("error.code")
                        .text())
                .isEqualTo("not_found");
    }

    @Test
    void countsReportsAndRefusesFloods() throws Exception {
        assertThat(report(REPORT)).isEqualTo(204);
        assertThat(report("no json")).isEqualTo(400);
        assertThat(report("[]")).isEqualTo(204);
        assertThat(report("{\"csp-report\": \"" + "x".repeat(10_000) + "\"}")).isEqualTo(413);
        assertThat(server.reports()).isEqualTo(2);

        int last = 0;
        for (int i = 0; i < 130 && last != 429; i++) {
            last = report(REPORT);
        }
        assertThat(last).isEqualTo(429);
    }

    private int report(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/csp-report"))
                .header("content-type", "application/csp-report")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<byte[]> get(String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
