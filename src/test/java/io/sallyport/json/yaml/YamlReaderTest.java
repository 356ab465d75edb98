package io.sallyport.json.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import io.sallyport.json.yaml.YamlReader.Outcome.Rejected;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlReaderTest {

    private static final Path NOWHERE = Path.of("/nowhere");

    private record Wheel(String name, int size) {
        Wheel {
            if (size == 13) {
                throw new IllegalArgumentException("13 is no size for a wheel");
            }
        }
    }

    private record Car(
            String color, Duration pause, List<String> tags, Optional<Secret> key, List<Wheel> wheels, boolean fast) {}

    private static Car car(Section root) {
        root.retired("speed", "engine.fast");
        root.formerly("paint", "color");
        return new Car(
                root.key("color", "Color.").or(Kind.TEXT, "red"),
                root.key("pause", "Pause.").or(Kind.duration(Duration.ZERO, Duration.ofDays(1)), Duration.ofSeconds(5)),
                root.key("tags", "Tags.").list(Kind.TEXT),
                root.key("key", "Key.").secret(),
                root.sections(
                        "wheels",
                        "Wheels.",
                        wheel -> new Wheel(
                                wheel.key("name", "Name.").required(Kind.TEXT),
                                wheel.key("size", "Size.").or(Kind.number(1, 20), 16))),
                root.section(
                        "engine",
                        "Engine.",
                        engine -> engine.key("fast", "Fast.").off()));
    }

    @Test
    @Tag("C40")
    void readsAKeyUnderItsFormerNameAndSaysSo() {
        Accepted<Car> car = accepted(read("pause: 1s\npaint: blue", Map.of()));

        assertThat(car.value().color()).isEqualTo("blue");
        assertThat(car.notices()).containsExactly("car.yaml:2: paint is read as color");
        assertThat(problems(read("paint: blue\ncolor: red", Map.of())))
                .containsExactly("car.yaml:1: paint: and color are both given; keep color");
    }

    private static YamlReader.Outcome<Car> read(String text, Map<String, String> environment) {
        return read(text, environment, Map.of());
    }

    private static YamlReader.Outcome<Car> read(
            String text, Map<String, String> environment, Map<String, String> options) {
        return YamlReader.read(
                new Input("car.yaml", text, NOWHERE, Environment.of(environment), Map.of("PAINT", "color"), options),
                YamlReaderTest::car);
    }

    private static Accepted<Car> accepted(YamlReader.Outcome<Car> outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        return (Accepted<Car>) outcome;
    }

    private static List<String> problems(YamlReader.Outcome<Car> outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return ((Rejected<Car>) outcome)
                .problems().stream().map(Problem::toString).toList();
    }

    @Test
    void givesEveryDefaultForAnEmptyFile() {
        Car car = accepted(read("", Map.of())).value();

        assertThat(car).isEqualTo(new Car("red", Duration.ofSeconds(5), List.of(), Optional.empty(), List.of(), false));
    }

    @Test
    void readsEveryKey() {
        String text = """
                color: blue
                pause: 250ms
                tags: [a, "b c"]
                key: s3cret
                wheels:
                  - name: front
                  - {name: back, size: 18}
                engine:
                  fast: true
                """;

        Car car = accepted(read(text, Map.of())).value();

        assertThat(car)
                .isEqualTo(new Car(
                        "blue",
                        Duration.ofMillis(250),
                        List.of("a", "b c"),
                        Optional.of(Secret.of("s3cret")),
                        List.of(new Wheel("front", 16), new Wheel("back", 18)),
                        true));
    }

    @Test
    @Tag("S05")
    void reportsEveryProblemAtOnceWithFileAndLine() {
        String text = """
                colour: blue
                pause: soon
                tags: a
                speed: 7
                wheels:
                  - size: 44
                  - name: back
                    size: 13
                    typ: x
                engine: [1]
                pause: 5s
                """;

        assertThat(problems(read(text, Map.of())))
                .containsExactly(
                        "car.yaml:1: colour: is not a known key; the nearest known key is \"color\"",
                        "car.yaml:2: pause: must be a duration such as 250ms, 5s, 2m, 1h or 30d",
                        "car.yaml:3: tags: must be a list",
                        "car.yaml:4: speed: is no longer a key; use engine.fast",
                        "car.yaml:6: wheels[0].name: is missing",
                        "car.yaml:6: wheels[0].size: must be a whole number from 1 to 20",
                        "car.yaml:7: wheels[1]: 13 is no size for a wheel",
                        "car.yaml:9: wheels[1].typ: is not a known key; the nearest known key is \"name\"",
                        "car.yaml:10: engine: must hold keys, not a single value or a list",
                        "car.yaml:11: pause: is given twice, first in line 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'color: [a'|car.yaml:1: is not valid YAML: expected ',' or ']', but got <stream end>",
                "'a: 1\n\tb: 2'|car.yaml:2: is not valid YAML",
                "'just text'|car.yaml:1: must hold keys, not a single value or a list"
            })
    void saysWhereTheYamlIsBroken(String text, String problem) {
        assertThat(problems(read(text, Map.of()))).hasSize(1).first().asString().startsWith(problem);
    }

    @Test
    @Tag("CF4")
    void fillsPlaceholdersInsideParsedValuesOnly() {
        Map<String, String> environment = Map.of("A", "x: {y", "B", "3s");
        String text = """
                color: "a ${A} $${A} ${C:-z}"
                pause: ${B}
                tags: ["${A}"]
                """;

        Car car = accepted(read(text, environment)).value();

        assertThat(car.color()).isEqualTo("a x: {y ${A} z");
        assertThat(car.pause()).isEqualTo(Duration.ofSeconds(3));
        assertThat(car.tags()).containsExactly("x: {y");
    }

    @Test
    void namesAVariableThatIsNotSet() {
        String text = """
                color: ${NOT_THERE}
                key: ${
                """;

        assertThat(problems(read(text, Map.of("NOT_THERE", ""))))
                .containsExactly(
                        "car.yaml:1: color: the environment variable NOT_THERE is not set;"
                                + " ${NOT_THERE:-default} would give it a default",
                        "car.yaml:2: key: holds \"${\" without a variable; write ${NAME}, ${NAME:-default},"
                                + " or $${ for the text itself");
    }

    @Test
    void letsTheCommandLineOverrideTheEnvironmentAndThatTheFile() {
        String text = "{color: file, pause: 1s, tags: [file], engine: {fast: false}}";
        Map<String, String> environment = Map.of(
                "SALLYPORT_COLOR", "environment",
                "PAINT", "bare",
                "SALLYPORT_PAUSE", "2s",
                "SALLYPORT_TAGS", "one, two",
                "SALLYPORT_ENGINE_FAST", "true");

        Accepted<Car> read = accepted(read(text, environment, Map.of("color", "option")));

        assertThat(read.value().color()).isEqualTo("option");
        assertThat(read.value().pause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(read.value().tags()).containsExactly("one", "two");
        assertThat(read.value().fast()).isTrue();
        assertThat(read.effective().stream().map(Effective::toString))
                .containsExactly(
                        "color: option  (command line)",
                        "pause: 2s  (environment SALLYPORT_PAUSE)",
                        "tags: [one, two]  (environment SALLYPORT_TAGS)",
                        "engine.fast: true  (environment SALLYPORT_ENGINE_FAST)");
    }

    @Test
    void saysWhichVariableOrOptionIsWrong() {
        assertThat(problems(read("", Map.of("SALLYPORT_PAUSE", "soon"), Map.of("engine.fsat", "true"))))
                .containsExactly(
                        "environment SALLYPORT_PAUSE: pause: must be a duration such as 250ms, 5s, 2m, 1h or 30d",
                        "command line: engine.fsat: is not a known key; the nearest is \"engine.fast\"");
    }

    @Test
    @Tag("S05")
    void noticesAVariableThatWasProbablyMistyped() {
        Accepted<Car> read = accepted(read("", Map.of("SALLYPORT_COLR", "blue", "SALLYPORT_MY_OWN_KEY", "x")));

        assertThat(read.notices())
                .containsExactly("the environment variable SALLYPORT_COLR sets nothing;"
                        + " the nearest that does is SALLYPORT_COLOR");
    }

    @Test
    void readsADotEnvFileBehindTheEnvironment(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), """
                # a comment
                export SALLYPORT_COLOR="from # file"
                SALLYPORT_PAUSE=7s # seven
                WORD='it is'
                """);
        Environment environment = Environment.of(Map.of("PAINT", "process")).withFile(file);

        var outcome = YamlReader.read(
                new Input("car.yaml", "tags: ['${WORD}']", folder, environment, Map.of("PAINT", "color"), Map.of()),
                YamlReaderTest::car);

        assertThat(accepted(outcome).value().color()).isEqualTo("process");
        assertThat(accepted(outcome).value().pause()).isEqualTo(Duration.ofSeconds(7));
        assertThat(accepted(outcome).value().tags()).containsExactly("it is");
    }

    @Test
    void readsASecretFromAFileBesideTheSettings(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("key"), "from-a-file-with-length\n");

        var outcome = YamlReader.read(
                new Input("car.yaml", "key_file: key", folder, Environment.NONE, Map.of(), Map.of()),
                YamlReaderTest::car);

        assertThat(accepted(outcome).value().key()).contains(Secret.of("from-a-file-with-length"));
        assertThat(accepted(outcome).files()).containsExactly(folder.resolve("key"));
        assertThat(accepted(outcome).effective().toString()).doesNotContain("file-with");
    }

    @Test
    void refusesASecretFileThatIsNotThereOrNotAlone() {
        assertThat(problems(read("key_file: absent", Map.of())))
                .containsExactly("car.yaml:1: key_file: names a file that cannot be read");
        assertThat(problems(read("{key: a, key_file: absent}", Map.of())))
                .containsExactly("car.yaml:1: key_file: and key are both given; keep one");
    }

    @Test
    @Tag("S05")
    void neverShowsASecret() {
        Accepted<Car> read = accepted(read("key: a-rather-long-secret-value", Map.of()));

        assertThat(read.effective().toString()).contains("key").doesNotContain("rather-long");
    }
}
