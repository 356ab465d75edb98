package io.sallyport.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("L07")
final class CsvLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1+1",
                "\r=1+1",
                "\n=1+1",
                "\uFF1D1+1",
                "=HYPERLINK(\"https://evil.example\",\"x\")"
            })
    void makesAFormulaAText(String formula) {
        String line = CsvLine.of(List.of(formula)).text();

        assertThat(line.startsWith("\"") ? line.substring(1) : line).startsWith("'" + formula.charAt(0));
    }

    @Test
    void leavesOrdinaryTextsAndOurNumbersAsTheyAre() {
        assertThat(CsvLine.of(List.of("Ada's key", "a=b", "")).number(-5).text())
                .isEqualTo("Ada's key,a=b,,-5\r\n");
    }

    @Test
    void keepsAQuoteOrALineEndInsideItsCell() {
        assertThat(CsvLine.of(List.of("a\",\"=1+1", "two\r\nlines")).text())
                .isEqualTo("\"a\"\",\"\"=1+1\",\"two\r\nlines\"\r\n");
    }
}
