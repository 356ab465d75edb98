package io.sallyport.report;

import java.util.ArrayList;
import java.util.List;

/// One line of comma-separated values (RFC 4180), harmless in a spreadsheet: a text that would be a formula there gets
/// an apostrophe before it.
///
/// Threads: one owner.
/// Source: OWASP, CSV injection, seen 2026-11-21.
final class CsvLine {
    /// The wide forms are read as the narrow ones where people write with them.
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final List<String> cells = new ArrayList<>();

    private CsvLine() {}

    static CsvLine of(List<String> texts) {
        CsvLine line = new CsvLine();
        texts.forEach(line::text);
        return line;
    }

    /// Adds a text of anybody's.
    CsvLine text(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return add(isFormula ? "'" + text : text);
    }

    /// Adds a value of our own, which cannot be a formula.
    CsvLine number(Object value) {
        return add(value.toString());
    }

    /// The line with its end.
    String text() {
        return String.join(",", cells) + "\r\n";
    }

    private CsvLine add(String cell) {
        boolean isQuoted = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        cells.add(isQuoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        return this;
    }
}
