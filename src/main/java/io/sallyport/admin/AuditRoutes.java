package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.RequestRow;
import io.sallyport.lang.Money;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.usage.CallerSums;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The metadata audit under the paths and with the words of the older control plane (requirement AU15).
///
/// Answers 400 as long as `audit.enabled` is off.
public final class AuditRoutes {
    private static final Map<String, Field> FIELDS = Map.of(
            "key_id", Field.KEY,
            "principal_ref", Field.PRINCIPAL,
            "operation", Field.OPERATION,
            "model", Field.MODEL);

    private final RequestLog log;
    private final UsageSummary summary;
    private final BooleanSupplier isOn;
    private final Clock clock;

    /// @param isOn whether the audit is enabled now
    public AuditRoutes(RequestLog log, UsageSummary summary, BooleanSupplier isOn, Clock clock) {
        this.log = log;
        this.summary = summary;
        this.isOn = isOn;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        "/v1/admin/audit/requests",
                        "List calls, newest first",
                        AuditPage.class,
                        this::requests),
                JsonRoute.get(
                        OPERATE,
                        "/v1/admin/audit/summary",
                        "Sum up calls by key, principal, operation and model",
                        AuditSummary.class,
                        this::summary));
    }

    private AuditPage requests(JsonCall call) {
        requireOn();
        RequestFilter filter = RequestRoutes.filter(call, FIELDS);
        return new AuditPage(log.newest(filter, call.limit()).rows().stream()
                .map(AuditRoutes::view)
                .toList());
    }

    private AuditSummary summary(JsonCall call) {
        requireOn();
        return new AuditSummary(summary.byCaller(UsageRoutes.question(call, clock)));
    }

    private void requireOn() {
        if (!isOn.getAsBoolean()) {
            throw new BadRequest("audit_disabled", "The audit is off; audit.enabled turns it on.").asException();
        }
    }

    private static AuditView view(RequestRow row) {
        return new AuditView(
                row.id(),
                row.keyId(),
                row.principal(),
                row.operation(),
                row.model(),
                row.backend(),
                row.providerKind(),
                row.upstreamModel(),
                row.startedAt(),
                row.startedAt().plusNanos(row.totalUs() * 1_000),
                row.totalUs() / 1_000,
                row.status(),
                row.success(),
                row.code().isEmpty() ? Optional.empty() : Optional.of(row.code()),
                row.bytesIn(),
                row.bytesOut(),
                row.inputTokens(),
                row.outputTokens(),
                row.costUsd());
    }

    /// Some calls, newest first.
    record AuditPage(List<AuditView> data) {}

    /// One call in the words of the audit.
    record AuditView(
            UUID requestId,
            Optional<String> keyId,
            Optional<String> principalRef,
            String operation,
            String requestedModel,
            Optional<String> resolvedService,
            Optional<String> providerKind,
            Optional<String> upstreamModel,
            Instant startedAt,
            Instant finishedAt,
            long durationMs,
            int statusCode,
            boolean success,
            Optional<String> errorCategory,
            long inputBytes,
            long outputBytes,
            Optional<Long> inputTokens,
            Optional<Long> outputTokens,
            Optional<Money> estimatedCostUsd) {}

    /// Sums, dearest first.
    record AuditSummary(List<CallerSums> data) {}
}
