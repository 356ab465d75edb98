package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to AWS: a template that no account has run here, and its script with programs that only say how they
/// were called.
@Tag("DE6")
final class AwsTest {
    private static final Path TEMPLATE = Path.of("deploy/aws/template.yaml");
    private static final Pattern REFERENCE = Pattern.compile("\"Ref\":\"([\\w:]+)\"|\\[\"(\\w+)\",\"\\w+\"\\]");
    private static final Pattern FILLED_IN = Pattern.compile("\\$\\{(\\w+)(\\.[\\w.]+)?}");
    private static final String FAKE = """
            #!/bin/sh
            echo "$(basename "$0") $*" >> "$HOME/calls"
            case "$*" in
                *describe-secret*) [ -f "$HOME/made" ] && echo arn:secret || exit 254 ;;
                *create-secret*) cat > "$HOME/made"; echo arn:secret ;;
                *describe-repositories*) echo 1.dkr.ecr.eu-central-1.example.com/sallyport ;;
            esac
            """;

    @TempDir
    Path home;

    private Json template = Json.object().toJson();

    @BeforeEach
    void reads() throws IOException {
        template = Yaml.file(TEMPLATE);
        for (String program : List.of("aws", "docker")) {
            Path fake = Files.writeString(home.resolve(program), FAKE);
            Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void refersOnlyToWhatItHas() {
        Set<String> has = new HashSet<>(Yaml.names(template.get("Parameters")));
        has.addAll(Yaml.names(template.get("Resources")));
        String text = template.toString();
        Set<String> named = new HashSet<>();
        REFERENCE
                .matcher(text)
                .results()
                .forEach(found -> named.add(found.group(1) == null ? found.group(2) : found.group(1)));
        FILLED_IN.matcher(text).results().forEach(found -> named.add(found.group(1)));
        named.removeIf(name -> name.startsWith("AWS"));

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(has).containsAll(named);
    }

    @Test
    void givesTheGatewaySettingsItTakes() {
        Map<String, String> variables = new HashMap<>();
        for (Json variable : container().get("Environment").elements()) {
            Json value = variable.get("Value");
            variables.put(variable.get("Name").text(), value.isObject() ? sample(value) : value.text());
        }
        for (Json secret : container().get("Secrets").elements()) {
            variables.put(secret.get("Name").text(), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        }

        Commands.Ended checked = Commands.run(variables, "config", "check", "config/first-minute.yaml");
        Commands.Ended shown = Commands.run(variables, "config", "show", "config/first-minute.yaml");

        assertThat(checked.code()).as(checked.toString()).isZero();
        assertThat(variables.keySet())
                .filteredOn(name ->
                        name.startsWith("SALLYPORT_") && !name.endsWith("_SECRET") && !name.endsWith("MASTER_KEY"))
                .allSatisfy(name -> assertThat(shown.toString()).contains(name));
    }

    private static String sample(Json value) {
        String text = value.get("Ref").textOr(value.get("Fn::Sub").textOr(""));
        return text.equals("VpcCidr") ? "10.0.0.0/16" : FILLED_IN.matcher(text).replaceAll("x.example.com");
    }

    @Test
    @Tag("DE19")
    void letsCallsEndBeforeATaskGoesAndKeepsTasksWithoutADatabase() {
        Json targets = template.path("Resources.Targets.Properties");

        assertThat(targets.get("HealthCheckPath").text()).isEqualTo("/readyz");
        assertThat(targets.path("TargetGroupAttributes.0.Value").text()).isEqualTo("110");
        assertThat(container().get("StopTimeout").asLong()).isGreaterThan(110);
    }

    @Test
    void makesItsSecretsOnceAndShowsThemToNobody() throws IOException {
        String deploy = "PATH=" + home
                + ":$PATH HOST=ai.example.com CERTIFICATE=arn:cert VPC=vpc-1 VPC_CIDR=10.0.0.0/16"
                + " PUBLIC=a,b PRIVATE=c,d " + Path.of("deploy/aws/deploy").toAbsolutePath() + " 1.2.3";

        Commands.Ended first = Release.run(home, "bash", "-c", deploy);
        String secret = Files.readString(home.resolve("made"));
        Commands.Ended second = Release.run(home, "bash", "-c", deploy);
        String calls = Files.readString(home.resolve("calls"));

        assertThat(first.code()).as(first.output()).isZero();
        assertThat(second.code()).as(second.output()).isZero();
        assertThat(Files.readString(home.resolve("made"))).isEqualTo(secret);
        assertThat(calls).containsOnlyOnce("create-secret").contains("docker push", "SecretArn=arn:secret VpcId=vpc-1");
        for (String name : Yaml.names(Json.parse(secret))) {
            String value = Json.parse(secret).get(name).text();
            assertThat(value.isEmpty() || !(calls + first.output()).contains(value))
                    .as(name)
                    .isTrue();
        }
        assertThat(Yaml.names(Json.parse(secret))).contains("DATABASE_PASSWORD", "MASTER_KEY");
    }

    private Json container() {
        return template.path("Resources.Task.Properties.ContainerDefinitions.0");
    }
}
