package io.sallyport.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules that the compiler forgets, so they are read from the sources.
final class SourcesTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^\\s*public (?:(?:static|final|sealed|non-sealed|abstract) )*(?:class|record|interface|enum|@interface) (\\w+)");

    @Test
    void hasAPackageInfoInEveryPackage() {
        List<Path> without = Stream.of(MAIN, TESTS)
                .flatMap(root -> sourcesUnder(root).map(source -> root.relativize(source.getParent())))
                .distinct()
                .filter(folder -> !isNullMarked(MAIN.resolve(folder)) && !isNullMarked(TESTS.resolve(folder)))
                .toList();

        assertThat(without)
                .as("a package says what lives there, and null is a compile error in it")
                .isEmpty();
    }

    @Test
    void documentsEveryPublicType() {
        List<String> without =
                sources(MAIN).flatMap(SourcesTest::typesWithoutDoc).toList();

        assertThat(without)
                .as("a stranger learns from the first sentence what a type is")
                .isEmpty();
    }

    @Test
    void putsNoPlainCommentUnderADocComment() {
        List<String> broken =
                sources(MAIN, TESTS).flatMap(SourcesTest::brokenDocs).toList();

        assertThat(broken)
                .as("a formatter that broke a long doc line leaves its rest in a plain comment, where no reader looks")
                .isEmpty();
    }

    private static boolean isNullMarked(Path folder) {
        Path packageInfo = folder.resolve("package-info.java");
        return Files.exists(packageInfo) && lines(packageInfo).contains("@NullMarked");
    }

    private static Stream<String> typesWithoutDoc(Path source) {
        List<String> lines = lines(source);
        List<String> without = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher type = PUBLIC_TYPE.matcher(lines.get(at));
            if (type.find() && !isDocumented(lines, at)) {
                without.add(source + ": " + type.group(1));
            }
        }
        return without.stream();
    }

    /// Looks above the type, past its annotations, for a doc line.
    private static boolean isDocumented(List<String> lines, int type) {
        for (int at = type - 1; at >= 0 && !lines.get(at).isBlank(); at--) {
            if (lines.get(at).strip().startsWith("///")) {
                return true;
            }
        }
        return false;
    }

    private static Stream<String> brokenDocs(Path source) {
        List<String> lines = lines(source);
        return IntStream.range(1, lines.size())
                .filter(at -> isDoc(lines.get(at - 1)) && isPlainComment(lines.get(at)))
                .mapToObj(at -> source + ":" + (at + 1));
    }

    private static boolean isDoc(String line) {
        return line.strip().startsWith("///");
    }

    private static boolean isPlainComment(String line) {
        return line.strip().startsWith("//") && !isDoc(line);
    }

    private static Stream<Path> sources(Path... roots) {
        return Stream.of(roots).flatMap(SourcesTest::sourcesUnder);
    }

    private static Stream<Path> sourcesUnder(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
