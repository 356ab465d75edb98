import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured, round by round, and what follows from it.
///
/// A ratio compares two entrants of the same round. When its rounds fall on both sides of 1 the two are tied.
final class Results {
    private final Map<Metric, Map<String, List<Double>>> measured = new LinkedHashMap<>();

    /// @param base the entrant the others are compared with; empty for none
    record Metric(String lane, String name, String unit, String base) {}

    private record Summary(double median, double least, double most) {
        static Summary of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Summary(median, sorted.getFirst(), sorted.getLast());
        }

        JsonObject json() {
            return Json.object()
                    .put("median", decimal(median))
                    .put("min", decimal(least))
                    .put("max", decimal(most));
        }

        String text() {
            return number(median) + (least == most ? "" : " (" + number(least) + " to " + number(most) + ")");
        }
    }

    void add(Metric metric, Entrant entrant, double value) {
        measured.computeIfAbsent(metric, known -> new LinkedHashMap<>())
                .computeIfAbsent(entrant.name(), known -> new ArrayList<>())
                .add(value);
    }

    Json json() {
        JsonArray rows = Json.array();
        measured.forEach((metric, entrants) -> entrants.forEach((name, values) -> {
            JsonObject row = Json.object()
                    .put("lane", metric.lane())
                    .put("metric", metric.name())
                    .put("unit", metric.unit())
                    .put("entrant", name);
            JsonArray rounds = Json.array();
            values.forEach(value -> rounds.add(decimal(value)));
            row.put("value", Summary.of(values).json()).put("rounds", rounds);
            List<Double> ratios = ratios(metric, name, values);
            if (!ratios.isEmpty()) {
                Summary ratio = Summary.of(ratios);
                row.put("ratio_to", metric.base()).put("ratio", ratio.json()).put("tie", isTie(ratio, ratios));
            }
            rows.add(row);
        }));
        return rows.toJson();
    }

    String table() {
        StringBuilder text = new StringBuilder(
                "| Lane | Metric | Who | Median (min to max) | Ratio (min to max) |\n" + "|---|---|---|--:|---|\n");
        measured.forEach((metric, entrants) -> entrants.forEach((name, values) -> {
            List<Double> ratios = ratios(metric, name, values);
            text.append("| ")
                    .append(metric.lane())
                    .append(" | ")
                    .append(metric.name())
                    .append(", ")
                    .append(metric.unit())
                    .append(" | ")
                    .append(name)
                    .append(" | ")
                    .append(Summary.of(values).text())
                    .append(" | ")
                    .append(ratios.isEmpty() ? "" : ratio(metric, ratios))
                    .append(" |\n");
        }));
        return text.toString();
    }

    private static String ratio(Metric metric, List<Double> ratios) {
        Summary ratio = Summary.of(ratios);
        return ratio.text() + " x " + metric.base() + (isTie(ratio, ratios) ? ", a tie" : "");
    }

    private static boolean isTie(Summary ratio, List<Double> ratios) {
        return ratios.size() > 1 && ratio.least() <= 1 && ratio.most() >= 1;
    }

    private List<Double> ratios(Metric metric, String name, List<Double> values) {
        List<Double> base = measured.get(metric).getOrDefault(metric.base(), List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; !name.equals(metric.base()) && round < Math.min(base.size(), values.size()); round++) {
            if (base.get(round) > 0) {
                ratios.add(values.get(round) / base.get(round));
            }
        }
        return ratios;
    }

    private static BigDecimal decimal(double value) {
        BigDecimal exact = new BigDecimal(value).round(new MathContext(5));
        return exact.signum() == 0
                ? BigDecimal.ZERO
                : new BigDecimal(exact.stripTrailingZeros().toPlainString());
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
