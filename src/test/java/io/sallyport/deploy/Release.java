package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// A copy of the sources with what a build leaves in `target/`, made of the classes under test, and its bundle.
///
/// It is made once, in `target/release`, because linking a runtime takes seconds.
final class Release {
    /// Stands where the bill of materials would, which only Maven can write.
    static final String BILL = "{\"bomFormat\":\"CycloneDX\"}";

    private static final List<String> SHIPPED = List.of(
            "sallyport", "pom.xml", "LICENSE", "README.md", "CHANGELOG.md", "config", "migrations", "docs", "deploy");
    private static final Set<String> ROOTS = Set.of("io/sallyport/app/Main.class", "migrations/versions");

    private static final class Made {
        static final Release ONE = make();
    }

    private final Path house;
    private final Path archive;

    private Release(Path house, Path archive) {
        this.house = house;
        this.archive = archive;
    }

    static Release made() {
        return Made.ONE;
    }

    private static Release make() {
        try {
            Path house = Path.of("target/release").toAbsolutePath();
            run(Path.of("").toAbsolutePath(), "rm", "-rf", house.toString());
            for (String name : SHIPPED) {
                copy(Path.of(name), house.resolve(name));
            }
            copy(Path.of("target/lib"), house.resolve("target/lib"));
            Files.writeString(house.resolve("target/sbom.cdx.json"), BILL);
            packClasses(house.resolve("target/sallyport.jar"));
            return new Release(house, bundle(house, "022"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The archive of the bundle.
    Path archive() {
        return archive;
    }

    /// The unpacked folder the archive was made of.
    Path folder() {
        String name = archive.getFileName().toString();
        return archive.resolveSibling(name.substring(0, name.length() - ".tar.gz".length()));
    }

    /// Makes the bundle again in the same place, with another umask.
    Path again() throws IOException {
        return bundle(house, "077");
    }

    /// Makes a container image of the bundle.
    Path image(String umask) throws IOException {
        return made(house, umask, "deploy/image " + folder());
    }

    private static Path bundle(Path house, String umask) throws IOException {
        return made(house, umask, "deploy/bundle");
    }

    /// Runs a script that prints the file it made.
    private static Path made(Path house, String umask, String script) throws IOException {
        Ended made = run(house, "bash", "-c", "umask " + umask + "; exec " + script);
        assertThat(made.code()).as(made.output()).isZero();
        return Path.of(made.output().lines().reduce("", (_, last) -> last));
    }

    /// Runs a program with next to no environment, as a stranger's machine would.
    static Ended run(Path folder, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOME", folder.toString(),
                        "JAVA_HOME", System.getProperty("java.home")));
        return run(builder);
    }

    /// Runs a program that is given nothing to read.
    static Ended run(ProcessBuilder program) throws IOException {
        Process process = program.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.onExit().join().exitValue(), output);
    }

    /// SHA-256 in hexadecimal digits.
    static String sum(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void packClasses(Path jar) throws IOException {
        Path manifest =
                Files.writeString(jar.resolveSibling("manifest"), """
                Main-Class: io.sallyport.app.Main
                Implementation-Version: 0.0.0-test
                Enable-Native-Access: ALL-UNNAMED
                Class-Path: %s
                """.formatted(libraries(jar.resolveSibling("lib"))));
        List<String> words =
                new ArrayList<>(List.of("--create", "--file", jar.toString(), "--manifest", manifest.toString()));
        for (Path root : classFolders()) {
            words.addAll(List.of("-C", root.toString(), "."));
        }
        int code =
                ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, words.toArray(String[]::new));
        assertThat(code).isZero();
    }

    /// A line of a manifest holds 72 bytes, so each library starts a new one.
    private static String libraries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return String.join(
                    "\n  ",
                    files.map(file -> "lib/" + file.getFileName()).sorted().toList());
        }
    }

    /// Maven keeps classes and resources in one folder, other ways to run tests may not.
    private static List<Path> classFolders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String entry : ROOTS) {
            String at = uri(entry).toString();
            Path folder = Path.of(URI.create(at.substring(0, at.length() - entry.length())));
            folders.add(folder);
        }
        return folders.stream().distinct().sorted().toList();
    }

    private static URI uri(String entry) throws IOException {
        try {
            return Release.class.getClassLoader().getResource(entry).toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString()).normalize();
                Files.createDirectories(copy.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
