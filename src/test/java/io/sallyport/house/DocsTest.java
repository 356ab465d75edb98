package io.sallyport.house;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the documents say and the build can know.
final class DocsTest {

    private static final Path DECISIONS = Path.of("docs/decisions");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern PACKAGE_ROW = Pattern.compile("(?m)^\\| (\\d) \\| `(\\w+)` \\| [^|]+ \\|([^|]*)\\|$");
    private static final Pattern TEST_NAME = Pattern.compile("(?:`|run by )([A-Z]\\w+Test)\\b");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^(\\./sallyport|curl|docker|helm|kubectl|mvn|aws|terraform) ");
    private static final Pattern WHO_RAN =
            Pattern.compile("# ((the first )?run by (hand|[A-Z]\\w+Test)\\b|not run( here)?: ).*");
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    @Test
    void linksOnlyToWhatExists() throws IOException {
        List<String> broken = documents()
                .flatMap(document -> LINK.matcher(read(document))
                        .results()
                        .map(link -> link.group(1))
                        .filter(target -> !Files.exists(document.resolveSibling(target)))
                        .map(target -> document + " -> " + target))
                .toList();

        assertThat(broken).isEmpty();
    }

    @Test
    @Tag("SE6")
    void namesOnlyTestsThatExist() throws IOException {
        Set<String> tests;
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            tests = sources.map(source -> source.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }

        Set<String> named = documents()
                .flatMap(document -> TEST_NAME.matcher(read(document)).results().map(name -> name.group(1)))
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(tests).containsAll(named);
    }

    @Test
    void saysOfEveryCommandWhoRanIt() throws IOException {
        List<String> silent = documents()
                .flatMap(document -> BLOCK.matcher(read(document))
                        .results()
                        .filter(block -> block.group(1).equals("sh")
                                || COMMAND.matcher(block.group(2)).find())
                        .map(block -> block.group(2).lines().findFirst().orElse(""))
                        .filter(first -> !WHO_RAN.matcher(first).matches())
                        .map(first -> document + ": " + first))
                .toList();

        assertThat(silent).isEmpty();
    }

    /// What its commands do is shown by those whom [#saysOfEveryCommandWhoRanIt()] finds.
    @ParameterizedTest
    @CsvSource({
        "docs/baseline.md, # Baseline",
        "docs/guides/operate.md, # Operate",
        "docs/security.md, ## Checklist",
        "docs/for-decision-makers.md, # For decision makers",
        "docs/guides/provider-accounts.md, ## When to buy a provider's own seats"
    })
    @Tag("L15")
    @Tag("DO1")
    @Tag("DO3")
    @Tag("DO4")
    @Tag("DO5")
    @Tag("SE5")
    void answersWhatOwnersAsk(Path page, String heading) {
        assertThat(read(page).lines()).contains(heading);
    }

    @Test
    void drawsTheFloorsAsTheyAreKept() {
        List<MatchResult> rows = PACKAGE_ROW
                .matcher(read(Path.of("docs/architecture.md")))
                .results()
                .toList();

        Map<String, Integer> floors =
                rows.stream().collect(toMap(row -> row.group(2), row -> Integer.parseInt(row.group(1))));
        Map<String, Set<String>> siblings = rows.stream()
                .filter(row -> !row.group(3).isBlank())
                .collect(toMap(row -> row.group(2), row -> quoted(row.group(3))));

        assertThat(floors).isEqualTo(keptFloors());
        assertThat(siblings).isEqualTo(FloorsTest.SIBLINGS);
    }

    @Test
    void numbersDecisionsWithoutGaps() throws IOException {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            List<String> numbers = files.map(
                            file -> file.getFileName().toString().substring(0, 4))
                    .sorted()
                    .toList();

            assertThat(numbers)
                    .isEqualTo(IntStream.rangeClosed(1, numbers.size())
                            .mapToObj("%04d"::formatted)
                            .toList());
        }
    }

    @Test
    void saysOfEachDecisionWhatWouldChangeIt() throws IOException {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            assertThat(files)
                    .allSatisfy(decision -> assertThat(read(decision))
                            .contains(
                                    "Status: ",
                                    "## Context",
                                    "## Options",
                                    "## Choice",
                                    "## What would change our mind"));
        }
    }

    private static Map<String, Integer> keptFloors() {
        Map<String, Integer> floors = new TreeMap<>();
        for (int floor = 0; floor < FloorsTest.FLOORS.size(); floor++) {
            for (String name : FloorsTest.FLOORS.get(floor)) {
                floors.put(name, floor);
            }
        }
        return floors;
    }

    private static Set<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(word -> word.group(1)).collect(Collectors.toSet());
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
            return Stream.of(top, docs, deploy, Stream.of(Path.of("bench/README.md")))
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
