package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.api.Dialects;
import io.sallyport.portal.DialectRoutes;
import io.sallyport.portal.DialectRoutes.DialectFeature;
import io.sallyport.portal.DialectRoutes.DialectPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page that says what each pair of dialects carries is what the translations say themselves.
final class DialectMatrixTest {
    private static final String HEAD = """
            # What each pair of dialects carries

            Found out by translating; `GET /api/dialects` says the same, with `?model=` for a model that is asked differently. Nothing is
            lost where a call is relayed. Kinds of providers with the same answers share a column. What the words mean stands in
            [dialects](guides/dialects.md).
            """;

    @Test
    void isTheCommittedPage() throws IOException {
        String page = page();

        Path written = Files.writeString(Path.of("target/dialect-matrix.md"), page);

        assertThat(Path.of("docs/dialect-matrix.md"))
                .as("the translations changed; cp %s docs/dialect-matrix.md", written)
                .hasContent(page);
    }

    private static String page() {
        Dialects dialects = BuiltIns.dialects();
        List<DialectPair> pairs = new DialectRoutes(
                        dialects.all(),
                        BuiltIns.providers().stream()
                                .map(BuiltIns.Kind::provider)
                                .toList())
                .page("")
                .data();
        StringBuilder page = new StringBuilder(HEAD);
        pairs.stream()
                .collect(Collectors.groupingBy(
                        pair -> pair.dialect() + ", " + pair.operation(), LinkedHashMap::new, Collectors.toList()))
                .forEach((form, all) -> section(form, all, page));
        return page.toString();
    }

    private static void section(String form, List<DialectPair> pairs, StringBuilder page) {
        page.append("\n## ").append(form).append("\n\n");
        String relayed = kinds(
                pairs.stream().filter(pair -> pair.way().equals("relayed")).toList());
        if (!relayed.isEmpty()) {
            page.append("Relayed: ").append(relayed).append(".\n\n");
        }
        Map<List<DialectFeature>, List<DialectPair>> columns = pairs.stream()
                .filter(pair -> pair.way().equals("translated"))
                .collect(Collectors.groupingBy(DialectPair::features, LinkedHashMap::new, Collectors.toList()));
        if (columns.isEmpty()) {
            return;
        }
        page.append("| Feature |");
        columns.values()
                .forEach(column -> page.append(' ').append(kinds(column)).append(" |"));
        page.append("\n|---").append("|---".repeat(columns.size())).append("|\n");
        List<List<DialectFeature>> cells = new ArrayList<>(columns.keySet());
        for (int row = 0; row < cells.getFirst().size(); row++) {
            page.append("| ").append(cells.getFirst().get(row).feature()).append(" |");
            for (List<DialectFeature> column : cells) {
                page.append(' ').append(column.get(row).fate()).append(" |");
            }
            page.append('\n');
        }
    }

    private static String kinds(List<DialectPair> pairs) {
        return pairs.stream().map(DialectPair::provider).distinct().collect(Collectors.joining(", "));
    }
}
