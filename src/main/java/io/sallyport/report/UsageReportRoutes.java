package io.sallyport.report;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.Step;
import io.sallyport.usage.Timeline;
import io.sallyport.usage.UsagePoint;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import io.sallyport.usage.UsageSums;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reports of usage: sums, sums by group, series, several series side by side. Operators see all, members what
/// their tenant used, everybody what they used themselves. With `format=csv` a report is a file.
public final class UsageReportRoutes {
    private static final int MOST_SERIES = 10;
    private static final int MOST_GROUPS = 200;
    private static final int USUAL_SERIES = 5;

    /// Beyond these a point is a day, and beyond those a week.
    private static final Duration HOURS_UNTIL = Duration.ofDays(2);

    private static final Duration DAYS_UNTIL = Duration.ofDays(100);

    private final UsageSummary usage;
    private final Supplier<ZoneId> zone;
    private final Clock clock;

    /// @param zone of calls that name none
    public UsageReportRoutes(UsageSummary usage, Supplier<ZoneId> zone, Clock clock) {
        this.usage = usage;
        this.zone = zone;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return Stream.of(Audience.values()).flatMap(this::routes).toList();
    }

    private Stream<JsonRoute> routes(Audience audience) {
        return audience.paths().stream()
                .flatMap(home -> Stream.of(
                        route(audience, home + "/summary", "Sum up usage", UsageTotal.class, this::summary),
                        route(audience, home + "/breakdown", "Sum up usage by group", Breakdown.class, this::breakdown),
                        route(audience, home + "/series", "Show usage over time", Series.class, this::series),
                        route(
                                audience,
                                home + "/compare",
                                "Show the usage of several groups over time",
                                Comparison.class,
                                this::compare)));
    }

    private JsonRoute route(
            Audience audience, String path, String summary, Class<?> gives, Function<Question, Report> work) {
        return JsonRoute.get(audience.permission(), path, summary, gives, call -> {
            Question question = question(audience, call);
            Report report = checked(() -> work.apply(question));
            return isFile(call) ? UsageCsv.of(report, path.substring(path.lastIndexOf('/') + 1)) : report;
        });
    }

    private UsageTotal summary(Question asked) {
        Period before = asked.period().before();
        return new UsageTotal(
                asked.period().from(),
                asked.period().to(),
                asked.zone(),
                UsageFigures.of(usage.total(asked.usage())),
                UsageFigures.of(usage.total(new UsageQuestion(
                        before.from(), before.to(), asked.usage().only()))));
    }

    private Breakdown breakdown(Question asked) {
        Dimension by = asked.by();
        UsageQuestion question = among(asked, by);
        List<UsageSums> groups = usage.by(by, question, asked.call().limit());
        return new Breakdown(
                asked.period().from(),
                asked.period().to(),
                asked.zone(),
                by,
                UsageFigures.of(usage.total(question)),
                groups.stream().map(UsageFigures::of).toList());
    }

    /// About the groups that are named, or all of them.
    private static UsageQuestion among(Question asked, Dimension by) {
        List<String> names = named(asked);
        if (names.size() > MOST_GROUPS) {
            throw new BadRequest("too_many_groups", "At most " + MOST_GROUPS + " groups can be named.", "of")
                    .asException();
        }
        return names.isEmpty() ? asked.usage() : asked.usage().among(by, names);
    }

    private static List<String> named(Question asked) {
        return asked.call()
                .query("of")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
    }

    private Series series(Question asked) {
        Timeline time = asked.timeline();
        return new Series(
                asked.period().from(), asked.period().to(), asked.zone(), time.step(), points(asked.usage(), time));
    }

    private Comparison compare(Question asked) {
        Timeline time = asked.timeline();
        Dimension by = asked.by();
        return new Comparison(
                asked.period().from(),
                asked.period().to(),
                asked.zone(),
                time.step(),
                by,
                compared(asked, by).stream()
                        .map(group -> new Line(
                                UsageFigures.of(group), points(asked.usage().with(by, group.name()), time)))
                        .toList());
    }

    /// The groups that are named, else the dearest.
    private List<UsageSums> compared(Question asked, Dimension by) {
        List<String> names = named(asked);
        int limit = asked.call().query("limit", Integer::valueOf).orElse(USUAL_SERIES);
        if (names.size() > MOST_SERIES || limit < 1 || limit > MOST_SERIES) {
            throw new BadRequest("too_many_series", MOST_SERIES + " series can be compared.", "of").asException();
        }
        if (names.isEmpty()) {
            return usage.by(by, asked.usage(), limit);
        }
        return names.stream()
                .map(name -> usage.by(by, asked.usage().with(by, name), 1).stream()
                        .findFirst()
                        .orElse(UsageSums.NONE.named(name)))
                .toList();
    }

    private List<Point> points(UsageQuestion question, Timeline time) {
        return usage.series(question, time).stream()
                .map(UsageReportRoutes::view)
                .toList();
    }

    private static Point view(UsagePoint point) {
        return new Point(point.start(), point.label(), UsageFigures.of(point.sums()));
    }

    private Question question(Audience audience, JsonCall call) {
        Period period = Period.of(call, zone.get(), clock);
        Set<Dimension> known = audience.dimensions(call);
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            String name = dimension.name().toLowerCase(Locale.ROOT);
            call.query(name).ifPresent(value -> only.put(known(dimension, known, name), value));
        }
        UsageQuestion usage = new UsageQuestion(period.from(), period.to(), only);
        return new Question(call, period, audience.narrowed(usage, call), known);
    }

    /// A filter that is not for a reader must not be passed over in silence: the sums would be those of all.
    private static Dimension known(Dimension dimension, Set<Dimension> known, String name) {
        if (!known.contains(dimension)) {
            throw new BadRequest("invalid_value", "These reports are not kept by " + name + ".", name).asException();
        }
        return dimension;
    }

    private static boolean isFile(JsonCall call) {
        return call.query("format", word -> switch (word) {
                    case "csv" -> true;
                    case "json" -> false;
                    default -> throw new IllegalArgumentException(word);
                })
                .orElse(false);
    }

    private static Report checked(Supplier<Report> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
        }
    }

    /// What one call asks.
    ///
    /// @param usage narrowed to what the reader may see
    /// @param known what the reader may divide by
    private record Question(JsonCall call, Period period, UsageQuestion usage, Set<Dimension> known) {

        String zone() {
            return period.zone().equals(ZoneOffset.UTC) ? "UTC" : period.zone().getId();
        }

        Dimension by() {
            return call.query("by", this::dimension).orElse(Dimension.MODEL);
        }

        private Dimension dimension(String word) {
            Dimension dimension = Dimension.valueOf(word.toUpperCase(Locale.ROOT));
            if (!known.contains(dimension)) {
                throw new IllegalArgumentException(word);
            }
            return dimension;
        }

        Timeline timeline() {
            Step step = call.query("step", word -> Step.valueOf(word.toUpperCase(Locale.ROOT)))
                    .orElseGet(this::usualStep);
            return Timeline.of(period.from(), period.to(), step, period.zone());
        }

        private Step usualStep() {
            Duration length = Duration.between(period.from(), period.to());
            if (length.compareTo(HOURS_UNTIL) <= 0) {
                return Step.HOUR;
            }
            return length.compareTo(DAYS_UNTIL) <= 0 ? Step.DAY : Step.WEEK;
        }
    }

    /// An answer to a question about usage.
    sealed interface Report {}

    /// @param before the same length of time just before
    record UsageTotal(Instant from, Instant to, String timezone, UsageFigures total, UsageFigures before)
            implements Report {}

    /// @param total all groups together, also those that are not listed
    /// @param groups dearest first
    record Breakdown(
            Instant from, Instant to, String timezone, Dimension by, UsageFigures total, List<UsageFigures> groups)
            implements Report {}

    /// @param points one for each step, without gaps
    record Series(Instant from, Instant to, String timezone, Step step, List<Point> points) implements Report {}

    /// @param label what people call the step in the time zone
    record Point(Instant start, String label, UsageFigures used) {}

    /// Several series over the same steps.
    record Comparison(Instant from, Instant to, String timezone, Step step, Dimension by, List<Line> lines)
            implements Report {}

    /// One of several series.
    record Line(UsageFigures total, List<Point> points) {}
}
