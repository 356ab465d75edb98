package io.sallyport.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a provider's file says, added up by day and model, and the lines nobody understood.
///
/// @param form word of the form that was recognised, such as `openai_cost`
/// @param provider kind of backends the file is about
/// @param lines that were read, those that say nothing about models included
public record ProviderExport(String form, String provider, long lines, List<ProviderDay> days, List<Problem> problems) {
    /// A file with more of them is another kind of file.
    private static final int MOST_PROBLEMS = 500;

    private static final int LONGEST_TEXT = 500;

    /// A line that could not be read, as it stands in the file.
    ///
    /// @param line counted from one, the header included
    public record Problem(long line, String problem, String text) {}

    /// Reads a file.
    ///
    /// Errors: IllegalArgumentException with words for people when the header is not that of the format,
    /// or more than 500 lines cannot be read.
    ///
    /// @param format `openai`, `anthropic`, `aws-cur` or `azure`
    public static ProviderExport read(Reader file, String format) {
        try (CsvReader<CsvRecord> lines = CsvReader.builder()
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(file)) {
            return new Reading(format).all(lines);
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("The file is not made of comma-separated values: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One file while it is read.
    private static final class Reading {
        private final String format;
        private final Map<List<Object>, ProviderDay> days = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, Integer> columns = new HashMap<>();
        private Optional<ExportForm> form = Optional.empty();
        private long count;

        Reading(String format) {
            this.format = format;
        }

        ProviderExport all(CsvReader<CsvRecord> lines) {
            for (CsvRecord line : lines) {
                if (form.isEmpty()) {
                    form = Optional.of(recognised(line.getFields()));
                } else {
                    read(line, form.get());
                }
            }
            ExportForm known = form.orElseThrow(() -> new IllegalArgumentException("The file is empty."));
            List<ProviderDay> sorted = days.values().stream()
                    .sorted(Comparator.comparing(ProviderDay::day).thenComparing(ProviderDay::model))
                    .toList();
            return new ProviderExport(
                    known.name().toLowerCase(Locale.ROOT), known.provider(), count, sorted, List.copyOf(problems));
        }

        private ExportForm recognised(List<String> header) {
            for (int i = 0; i < header.size(); i++) {
                // Some consoles put a byte order mark before the first name.
                columns.put(header.get(i).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT), i);
            }
            return Arrays.stream(ExportForm.values())
                    .filter(known -> known.word().equals(format) && known.fits(columns.keySet()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The first line is not the header of a file of the format " + format + "."));
        }

        private void read(CsvRecord line, ExportForm known) {
            count++;
            try {
                known.read(new ExportLine(columns, line.getFields())).ifPresent(this::add);
            } catch (IllegalArgumentException | ArithmeticException e) {
                String text = String.join(",", line.getFields());
                problems.add(new Problem(
                        line.getStartingLineNumber(),
                        String.valueOf(e.getMessage()),
                        text.substring(0, Math.min(LONGEST_TEXT, text.length()))));
                if (problems.size() > MOST_PROBLEMS) {
                    throw new IllegalArgumentException(
                            "More than " + MOST_PROBLEMS + " lines cannot be read, the first one is line "
                                    + problems.getFirst().line() + ": "
                                    + problems.getFirst().problem());
                }
            }
        }

        private void add(ProviderDay said) {
            List<Object> name = List.of(said.day(), said.model());
            days.merge(name, said, ProviderDay::plus);
        }
    }
}
