package io.sallyport.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, with a JDK and a Maven that only say how they were called.
final class LauncherTest {

    private static final Pattern COMMAND_NAME = Pattern.compile("name = \"([\\w-]+)\"");
    private static final String FAKE_JAVA = "#!/bin/sh\necho \"$(dirname \"$0\") runs $*\"\n";
    private static final String FAKE_MAVEN = """
            #!/bin/sh
            case $1 in
                -v) echo "Apache Maven 3.9.9 (fake)" ;;
                *) echo "builds with $*" && touch target/sallyport.jar ;;
            esac
            """;

    @TempDir
    Path folder;

    private Path root = Path.of("");
    private Path home = Path.of("");
    private Path launcher = Path.of("");

    @BeforeEach
    void copiesTheLauncher() throws IOException {
        root = Files.createDirectories(folder.resolve("a house"));
        home = Files.createDirectories(folder.resolve("home"));
        launcher = Files.copy(Path.of("sallyport"), root.resolve("sallyport"));
        write(folder.resolve("tools/mvn"), FAKE_MAVEN);
        write(root.resolve("src/main/Source.java"), "");
    }

    @Test
    void listsItsCommandsWithoutABuild() throws Exception {
        Ending help = run(launcher, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.output()).contains("usage: sallyport COMMAND", "\n  up ", "\n  test ", "\n  key ");
    }

    @Test
    void listsEveryCommandOfTheProgram() throws Exception {
        Ending help = run(launcher, "--help");

        assertThat(commands())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(help.output()).contains("\n  " + name + " "));
    }

    @Test
    void refusesAJdkThatIsTooOld() throws Exception {
        jdk(home.resolve("old"), "24.0.2");

        Ending up = run(Map.of("SALLYPORT_JAVA_HOME", home.resolve("old").toString()), launcher, "up");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.output()).contains("is not a JDK 25 or newer");
    }

    @Test
    void takesTheNewestJdkItFinds() throws Exception {
        jdk(home.resolve(".jdks/low"), "98.0.12");
        jdk(home.resolve(".jdks/high"), "99.0.3");
        jdk(home.resolve(".sdkman/candidates/java/ancient"), "8.0.1");

        Ending up = run(launcher, "up");

        assertThat(up.output()).contains(".jdks/high/bin runs");
    }

    @Test
    void looksForTheDataFolderWhereTheShellDoes() throws Exception {
        jdk(home.resolve(".jdks/high"), "99.0.3");

        Ending up = run(launcher, "up");

        assertThat(up.output()).contains("-Duser.home=" + home);
    }

    @Test
    @Tag("G09")
    @Tag("NOKEY")
    void endsAGatewayWhoseMemoryIsSpentAndDumpsNothing() throws Exception {
        jdk(home.resolve(".jdks/high"), "99.0.3");

        Ending up = run(launcher, "up");

        assertThat(up.output()).contains("-XX:+ExitOnOutOfMemoryError").doesNotContain("HeapDump");
        assertThat(Files.readString(Path.of("deploy/image")))
                .contains("\"-XX:+ExitOnOutOfMemoryError\"")
                .doesNotContain("HeapDump");
    }

    @Test
    void buildsWhenASourceIsNewerAndOnlyThen() throws Exception {
        jdk(home.resolve(".jdks/high"), "99.0.3");

        Ending first = run(launcher, "up");
        Ending second = run(launcher, "up");
        Files.setLastModifiedTime(
                root.resolve("src/main/Source.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        Ending third = run(launcher, "up");

        assertThat(first.output()).contains("builds with");
        assertThat(second.output()).doesNotContain("builds with");
        assertThat(third.output()).contains("builds with");
    }

    @Test
    void passesArgumentsThroughALinkFromAnotherFolder() throws Exception {
        jdk(home.resolve(".jdks/high"), "99.0.3");
        Path link = Files.createSymbolicLink(folder.resolve("a link"), launcher);

        Ending key = run(Map.of("SALLYPORT_JAVA_OPTS", "-Xmx2g -Dx=y"), link, "key", "create", "--name", "my key");

        assertThat(key.output())
                .contains("-Xmx2g -Dx=y -jar " + root.toRealPath().resolve("target/sallyport.jar")
                        + " key create --name my key");
    }

    /// The names of the commands, hidden ones left out, as their sources declare them.
    private static List<String> commands() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/sallyport/cli"))) {
            return sources.filter(source -> source.toString().endsWith("Command.java"))
                    .map(LauncherTest::declaration)
                    .filter(declaration -> !declaration.contains("hidden = true"))
                    .map(COMMAND_NAME::matcher)
                    .filter(Matcher::find)
                    .map(name -> name.group(1))
                    .toList();
        }
    }

    private static String declaration(Path source) {
        try {
            String text = Files.readString(source);
            int start = text.indexOf("@Command(");
            return text.substring(start, text.indexOf(" class ", start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void jdk(Path at, String version) throws IOException {
        write(at.resolve("bin/java"), FAKE_JAVA);
        write(at.resolve("bin/javac"), FAKE_JAVA);
        write(at.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ending run(Path program, String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), program, arguments);
    }

    private Ending run(Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ending(process.waitFor(), output);
    }

    private record Ending(int code, String output) {}
}
