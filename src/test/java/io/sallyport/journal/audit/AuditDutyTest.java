package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.identity.Reach.Audit;
import io.sallyport.journal.Calls;
import io.sallyport.journal.audit.AuditSettings.Required;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.RefusedException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F22")
final class AuditDutyTest {
    private static final Caller ANYBODY = Calls.caller("key-1");
    private static final Caller LAWYER = Calls.call()
            .reach(new Reach(
                    Optional.of(new BackendProfileId("legal")),
                    AllowList.anything(),
                    false,
                    Audit.ALLOWED,
                    LossPolicy.WARN))
            .at(Instant.EPOCH)
            .caller()
            .orElseThrow();

    private static AuditDuty silent(Required required) {
        return new AuditDuty(() -> required, () -> false);
    }

    @Test
    void refusesThoseWhoseCallsMustBeRecordedAndNobodyElse() {
        AuditDuty duty = silent(new Required(Set.of(), Set.of("legal")));

        assertThatCode(() -> duty.accept(ANYBODY)).doesNotThrowAnyException();
        assertThatThrownBy(() -> duty.accept(LAWYER))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("audit_unavailable"));
    }

    @Test
    void refusesATenantByItsIdAndAllOfThemByAStar() {
        AuditDuty one = silent(new Required(Set.of("default"), Set.of()));
        AuditDuty all = silent(new Required(Set.of("*"), Set.of()));
        AuditDuty other = silent(new Required(Set.of("research"), Set.of()));

        assertThatThrownBy(() -> one.accept(ANYBODY)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> all.accept(ANYBODY)).isInstanceOf(RefusedException.class);
        assertThatCode(() -> other.accept(ANYBODY)).doesNotThrowAnyException();
    }

    @Test
    void letsEverybodyGoWhileOnePlaceTakesRecords() {
        AuditDuty duty = new AuditDuty(() -> new Required(Set.of("*"), Set.of()), () -> true);

        assertThatCode(() -> duty.accept(ANYBODY)).doesNotThrowAnyException();
    }
}
