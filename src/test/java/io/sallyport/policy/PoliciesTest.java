package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.RefusedException;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PoliciesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.migrated();
    private final Policies policies = new Policies(database.database(), CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("PO14")
    @Tag("PO17")
    void startsWithTheFirstVersion() {
        Policy made = policies.create(draft("Terms", "Be kind."), "ada@example.org");

        assertThat(policies.find(made.id())).contains(made);
        assertThat(made.current()).isEqualTo(new PolicyVersion(1, "Be kind.", true, NOW, "ada@example.org"));
    }

    @Test
    @Tag("PO17")
    @Tag("PO18")
    @Tag("PO19")
    void keepsEveryTextWhenTheTextChanges() {
        Policy made = policies.create(draft("Terms", "Be kind."), "ada");

        policies.edit(made.id(), draft("Terms", "Be very kind."), "bob");

        assertThat(policies.versions(made.id()))
                .extracting(PolicyVersion::number, PolicyVersion::content, PolicyVersion::createdBy)
                .containsExactly(tuple(2, "Be very kind.", "bob"), tuple(1, "Be kind.", "ada"));
    }

    @Test
    @Tag("PO18")
    void makesNoVersionWhenOnlyTheNameChanges() {
        Policy made = policies.create(draft("Terms", "Be kind."), "ada");

        Policy edited = policies.edit(made.id(), draft("House rules", "Be kind."), "ada");

        assertThat(edited.name()).isEqualTo("House rules");
        assertThat(edited.current().number()).isEqualTo(1);
    }

    @Test
    @Tag("PR10")
    void refusesANameThatIsTaken() {
        policies.create(draft("Terms", "Be kind."), "ada");
        Policy other = policies.create(draft("Rules", "Be kind."), "ada");

        assertThat(refusal(() -> policies.create(draft("Terms", "Other."), "ada")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(refusal(() -> policies.edit(other.id(), draft("Terms", "Other."), "ada"))
                        .code())
                .isEqualTo("name_taken");
    }

    /// The first letter of the second is Cyrillic.
    @Test
    @Tag("L11")
    void refusesANameThatLooksLikeAnother() {
        policies.create(draft("Terms of use", "Be kind."), "ada");
        Policy other = policies.create(draft("Rules", "Be kind."), "ada");

        assertThat(refusal(() -> policies.create(draft("\u0422erms of use", "Other."), "ada"))
                        .code())
                .isEqualTo("name_taken");
        assertThat(refusal(() -> policies.edit(other.id(), draft("TERMS  of use", "Other."), "ada"))
                        .code())
                .isEqualTo("name_taken");
        assertThat(policies.edit(other.id(), draft("RULES", "Be kind."), "ada").name())
                .isEqualTo("RULES");
    }

    @Test
    @Tag("PO16")
    @Tag("C20")
    void refusesToChangeWhatTheConfigurationOwnsAndSaysWhereItStands() {
        configure(new ConfiguredPolicy("company.yaml:12", draft("Terms", "Be kind.")));
        PolicyId id = policies.list().getFirst().id();

        Refusal edited = refusal(() -> policies.edit(id, draft("Terms", "Be rude."), "ada"));
        Refusal removed = refusal(() -> policies.remove(id));

        assertThat(edited)
                .isEqualTo(new NotAllowed(
                        "config_owned", "The policy 'Terms' stands in company.yaml:12; change it there."));
        assertThat(removed).isEqualTo(edited);
    }

    @Test
    @Tag("PO16")
    void hidesWhatIsRemovedAndKeepsItsVersions() {
        Policy made = policies.create(draft("Terms", "Be kind."), "ada");

        policies.remove(made.id());

        assertThat(policies.list()).isEmpty();
        assertThat(policies.versions(made.id())).hasSize(1);
        assertThat(policies.create(draft("Terms", "New."), "ada").id()).isNotEqualTo(made.id());
    }

    @Test
    @Tag("PO26")
    void neverLetsAPolicyOfTheConfigurationEnforceReacceptance() {
        configure(new ConfiguredPolicy("company.yaml:12", draft("Terms", "Be kind.")));

        assertThatThrownBy(() -> database.execute("update policy set enforce_reacceptance = true"))
                .hasStackTraceContaining("violates check constraint");
    }

    @Test
    @Tag("PO17")
    void letsNobodyRewriteAVersion() {
        policies.create(draft("Terms", "Be kind."), "ada");

        assertThatThrownBy(() -> database.execute("update policy_version set content = 'x'"))
                .hasStackTraceContaining("never changed");
        assertThatThrownBy(() -> database.execute("delete from policy_version"))
                .hasStackTraceContaining("never changed");
    }

    private void configure(ConfiguredPolicy... configured) {
        ConfiguredPolicies writing = new ConfiguredPolicies(CLOCK);
        database.database().useTransaction(transaction -> writing.write(transaction, List.of(configured)));
    }

    private static PolicyDraft draft(String name, String content) {
        return new PolicyDraft(new Title(name, ""), content, false);
    }

    private static Refusal refusal(ThrowingCallable call) {
        return ((RefusedException) catchThrowable(call)).refusal();
    }
}
