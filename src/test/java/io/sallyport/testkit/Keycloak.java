package io.sallyport.testkit;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real Keycloak on a free port of this machine, with everything in memory.
///
/// It stands in the folder that `mvn -Pnightly` unpacks. The first start takes a minute, later ones half of
/// that.
public final class Keycloak implements AutoCloseable {
    /// Our secret at the provider.
    public static final String CLIENT_SECRET = "a-secret-of-the-test";

    /// What everybody signs in with.
    public static final String PASSWORD = "a-sentence-of-the-test";

    private static final Path HOME = Path.of(System.getProperty("keycloak.home", "target/keycloak-26.7.3"));
    private static final Path LOG = Path.of("target/keycloak.log");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)\\s");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private static final String REALM = """
            {"realm": "company", "enabled": true, "sslRequired": "none"}
            """;

    private static final String GROUPS = """
            {"name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
             "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI url;

    private Keycloak(Process process) {
        this.process = process;
        this.url = awaitUrl();
    }

    /// Starts one without a company in it.
    public static Keycloak start() {
        ProcessBuilder program = new ProcessBuilder(
                        HOME.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=0")
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        program.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "operator");
        program.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        try {
            Files.createDirectories(LOG.toAbsolutePath().getParent());
            return new Keycloak(program.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI awaitUrl() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            Matcher listening = LISTENING.matcher(log());
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
            LockSupport.parkNanos(A_MOMENT.toNanos());
        }
        end();
        throw new AssertionError("Keycloak did not start: " + log());
    }

    private static String log() {
        try {
            return Files.readString(LOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As the provider calls itself, known before there is a company.
    public URI issuer() {
        return url.resolve("/realms/company");
    }

    /// Makes the company, with a gateway that people sign in to.
    ///
    /// @param told the instance that hears of sessions that ended
    public void serve(URI gateway, URI told) {
        JsonObject attributes = Json.object()
                .put(
                        "backchannel.logout.url",
                        told.resolve("/oidc/backchannel-logout").toString())
                .put("backchannel.logout.session.required", "true");
        JsonObject client = Json.object()
                .put("clientId", "sallyport")
                .put("secret", CLIENT_SECRET)
                .put(
                        "redirectUris",
                        Json.array().add(gateway.resolve("/oidc/callback").toString()))
                .put("attributes", attributes)
                .put("protocolMappers", Json.array().add(Json.parse(GROUPS)));
        manage("", Json.parse(REALM));
        manage("/company/clients", client.toJson());
    }

    /// Adds somebody, and the groups they are in.
    public void employ(String name, String... groups) {
        JsonArray paths = Json.array();
        for (String group : groups) {
            manage("/company/groups", Json.object().put("name", group).toJson());
            paths.add('/' + group);
        }
        JsonObject password =
                Json.object().put("type", "password").put("value", PASSWORD).put("temporary", false);
        manage(
                "/company/users",
                Json.object()
                        .put("username", name)
                        .put("enabled", true)
                        .put("email", name + "@example.org")
                        .put("emailVerified", true)
                        .put("firstName", name)
                        .put("lastName", "Example")
                        .put("groups", paths)
                        .put("credentials", Json.array().add(password))
                        .toJson());
    }

    /// Ends every session of somebody, as an operator of the provider does.
    public void endSessionsOf(String name) {
        String found = sent(managing("/company/users?username=" + name).GET()).body();
        String id = Json.parse(found).at(0).get("id").text();
        sent(managing("/company/users/" + id + "/logout").POST(BodyPublishers.noBody()));
    }

    private void manage(String path, Json body) {
        sent(managing(path).header("content-type", "application/json").POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder managing(String path) {
        String login = "grant_type=password&client_id=admin-cli&username=operator&password=" + PASSWORD;
        HttpRequest.Builder asking = HttpRequest.newBuilder(url.resolve("/realms/master/protocol/openid-connect/token"))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(login));
        String token = Json.parse(sent(asking).body()).get("access_token").text();
        return HttpRequest.newBuilder(url.resolve("/admin/realms" + path)).header("authorization", "Bearer " + token);
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError("Keycloak says " + answer.statusCode() + ": " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    @Override
    public void close() {
        http.close();
        end();
    }
}
