package io.sallyport.journal.audit;

import io.sallyport.identity.Caller;
import io.sallyport.journal.audit.AuditSettings.Required;
import io.sallyport.lang.Refusal.Unavailable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Refuses calls that must be recorded while they cannot be (security rules DD-16, DD-18).
public final class AuditDuty implements Consumer<Caller> {
    private static final String ALL = "*";

    private final Supplier<Required> required;
    private final BooleanSupplier canRecord;

    /// @param canRecord whether at least one place takes records now
    public AuditDuty(Supplier<Required> required, BooleanSupplier canRecord) {
        this.required = required;
        this.canRecord = canRecord;
    }

    /// Errors: Unavailable.
    @Override
    public void accept(Caller caller) {
        if (isRequired(required.get(), caller) && !canRecord.getAsBoolean()) {
            throw new Unavailable("audit_unavailable", "The call cannot be recorded now, and it must be.")
                    .asException();
        }
    }

    private static boolean isRequired(Required rules, Caller caller) {
        return rules.tenants().contains(ALL)
                || rules.tenants().contains(caller.tenant().value())
                || caller.reach()
                        .profile()
                        .filter(profile -> rules.backendProfiles().contains(profile.value()))
                        .isPresent();
    }
}
