package io.sallyport.report;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Money;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.usage.ProviderBills;
import io.sallyport.usage.ProviderBills.Drift;
import io.sallyport.usage.ProviderBills.Import;
import io.sallyport.usage.ProviderBills.Origin;
import io.sallyport.usage.ProviderDay;
import io.sallyport.usage.ProviderExport;
import io.sallyport.usage.ProviderExport.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// What providers say they served, for operators: take over what the command line read from a file, and compare.
public final class ProviderBillRoutes {
    private static final String IMPORTS = "/admin/api/usage/imports";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int USUAL_DAYS = 30;

    private final ProviderBills bills;
    private final Clock clock;

    public ProviderBillRoutes(ProviderBills bills, Clock clock) {
        this.bills = bills;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        IMPORTS,
                        "List the imports of providers' files, newest first",
                        BillImports.class,
                        _ -> new BillImports(bills.imports().stream()
                                .map(ProviderBillRoutes::view)
                                .toList())),
                JsonRoute.taking(
                        OPERATE,
                        BillBody.class,
                        "POST " + IMPORTS,
                        "Take over what a provider's file says",
                        BillTaken.class,
                        this::take),
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/usage/drift",
                        "Compare what providers say with what was counted",
                        DriftReport.class,
                        this::drift));
    }

    private BillTaken take(JsonCall call, BillBody body) {
        if (!DIGEST.matcher(body.digest()).matches()) {
            throw new BadRequest("invalid_value", "The digest is the SHA-256 of the file in hexadecimal.", "digest")
                    .asException();
        }
        List<ProviderDay> days =
                body.days().stream().map(ProviderBillRoutes::day).toList();
        List<Problem> problems = body.problems().stream()
                .map(one -> new Problem(one.line(), one.problem(), one.text()))
                .toList();
        Origin origin =
                new Origin(body.digest(), body.fileName(), call.principal().name());
        boolean isNew =
                bills.take(origin, new ProviderExport(body.form(), body.provider(), body.lines(), days, problems));
        return new BillTaken(isNew, days.size(), problems.size());
    }

    private DriftReport drift(JsonCall call) {
        LocalDate last = call.query("end", ProviderBillRoutes::date)
                .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        LocalDate first = call.query("start", ProviderBillRoutes::date).orElseGet(() -> last.minusDays(USUAL_DAYS - 1));
        if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) >= Period.MOST_DAYS) {
            throw new BadRequest("period_too_long", "A report is about 1 to " + Period.MOST_DAYS + " days.", "start")
                    .asException();
        }
        List<Drift> lines = bills.drift(first, last);
        return new DriftReport(
                first.toString(),
                last.toString(),
                lines.stream().flatMap(line -> line.theirCost().stream()).reduce(Money.ZERO, Money::plus),
                lines.stream()
                        .filter(line -> line.theirCost().isPresent())
                        .map(Drift::ourCost)
                        .reduce(Money.ZERO, Money::plus),
                lines.stream().map(ProviderBillRoutes::view).toList());
    }

    private static ProviderDay day(BillDay said) {
        try {
            return new ProviderDay(
                    date(said.day()),
                    said.model(),
                    said.calls(),
                    said.promptTokens(),
                    said.outputTokens(),
                    said.costUsd());
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", "'" + said.day() + "' is not a day.", "days").asException();
        }
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static BillImport view(Import one) {
        return new BillImport(
                one.id(),
                one.form(),
                one.fileName(),
                one.importedAt(),
                one.importedBy(),
                one.firstDay().map(LocalDate::toString),
                one.lastDay().map(LocalDate::toString),
                one.problems());
    }

    private static DriftLine view(Drift line) {
        return new DriftLine(
                line.day().toString(),
                line.provider(),
                line.model(),
                line.theirCalls(),
                line.ourCalls(),
                line.theirPromptTokens(),
                line.ourPromptTokens(),
                line.theirOutputTokens(),
                line.ourOutputTokens(),
                line.theirCost(),
                line.ourCost(),
                line.ourUnknownCalls(),
                line.theirCost().map(line.ourCost()::minus));
    }

    /// What a file says.
    ///
    /// @param form word of the form that was recognised
    /// @param provider kind of backends it is about
    /// @param digest SHA-256 of the file in hexadecimal digits
    /// @param lines that were read
    record BillBody(
            String form,
            String provider,
            String fileName,
            String digest,
            long lines,
            List<BillDay> days,
            List<BillProblem> problems) {}

    /// @param day in UTC, such as `2026-11-21`
    record BillDay(
            String day,
            String model,
            Optional<Long> calls,
            Optional<Long> promptTokens,
            Optional<Long> outputTokens,
            Optional<Money> costUsd) {}

    /// A line that could not be read.
    record BillProblem(long line, String problem, String text) {}

    /// @param taken false when the same file was there already
    record BillTaken(boolean taken, int days, int problems) {}

    /// One import.
    record BillImport(
            UUID id,
            String form,
            String fileName,
            Instant importedAt,
            String importedBy,
            Optional<String> firstDay,
            Optional<String> lastDay,
            long problems) {}

    /// The last imports.
    record BillImports(List<BillImport> data) {}

    /// @param theirsUsd all that providers charged
    /// @param oursUsd what we counted where they charged
    record DriftReport(String start, String end, Money theirsUsd, Money oursUsd, List<DriftLine> data) {}

    /// One model on one day; what providers do not say is empty.
    ///
    /// @param driftUsd ours less theirs
    record DriftLine(
            String day,
            String provider,
            String model,
            Optional<Long> theirCalls,
            long ourCalls,
            Optional<Long> theirPromptTokens,
            long ourPromptTokens,
            Optional<Long> theirOutputTokens,
            long ourOutputTokens,
            Optional<Money> theirCostUsd,
            Money ourCostUsd,
            long ourUnknownCalls,
            Optional<Money> driftUsd) {}
}
