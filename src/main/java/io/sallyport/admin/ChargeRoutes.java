package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.limit.ChargedLimits;
import io.sallyport.limit.ChargedLimits.Charged;
import io.sallyport.limit.Limit;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Which quotas and budgets a call counted in, for operators.
public final class ChargeRoutes {
    private final ChargedLimits limits;

    public ChargeRoutes(ChargedLimits limits) {
        this.limits = limits;
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.get(
                OPERATE,
                "/admin/api/requests/{id}/limits",
                "List the quotas and budgets that a call counted in",
                ChargedPage.class,
                this::charged));
    }

    private ChargedPage charged(JsonCall call) {
        return new ChargedPage(limits.of(call.path("id", UUID::fromString, "call")).stream()
                .map(ChargeRoutes::view)
                .toList());
    }

    private static ChargedView view(Charged charged) {
        Limit limit = charged.limit();
        return new ChargedView(
                limit.id().toString(),
                limit.name(),
                limit.coverage().scope().word(),
                charged.subject(),
                limit.metric().word(),
                limit.metric().text(charged.amount()),
                limit.metric().text(limit.amount()),
                charged.from(),
                charged.to());
    }

    /// What a call counted in.
    record ChargedPage(List<ChargedView> data) {}

    /// One quota or budget that a call counted in.
    ///
    /// @param used by the call, in the unit of the metric
    /// @param amount of the limit
    record ChargedView(
            String limitId,
            String name,
            String scope,
            String subject,
            String metric,
            String used,
            String amount,
            Instant from,
            Instant to) {}
}
