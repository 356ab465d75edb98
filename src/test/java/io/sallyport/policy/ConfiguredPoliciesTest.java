package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ConfiguredPoliciesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final String PLACE = "company.yaml:12";

    private final TestDatabase database = TestDatabase.migrated();
    private final Policies policies = new Policies(database.database(), CLOCK);
    private final ConfiguredPolicies writing = new ConfiguredPolicies(CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("PO15")
    @Tag("PO16")
    void writesWhatTheFileSaysWithItsPlace() {
        configure(policy("Terms", "Be kind."));

        assertThat(policies.list()).singleElement().satisfies(policy -> {
            assertThat(policy.place()).contains(PLACE);
            assertThat(policy.current().createdBy()).isEqualTo("company.yaml:12");
        });
    }

    @Test
    @Tag("PO18")
    @Tag("PO27")
    void makesAVersionOfAChangedTextThatNobodyMustAcceptAgain() {
        configure(policy("Terms", "Be kind."));
        configure(policy("Terms", "Be kind."));

        configure(policy("Terms", "Be very kind."));

        assertThat(policies.list()).singleElement().satisfies(policy -> {
            assertThat(policy.current().number()).isEqualTo(2);
            assertThat(policy.isSatisfiedBy(1)).isTrue();
        });
    }

    @Test
    @Tag("PR10")
    void hidesAPolicyWhoseNameLeftTheFileUntilItComesBack() {
        configure(policy("Terms", "Be kind."));
        PolicyId id = policies.list().getFirst().id();

        configure();
        List<Policy> without = policies.list();
        configure(policy("Terms", "Be kind."));

        assertThat(without).isEmpty();
        assertThat(policies.list()).singleElement().satisfies(policy -> {
            assertThat(policy.id()).isEqualTo(id);
            assertThat(policy.current().number()).isEqualTo(1);
        });
    }

    @Test
    @Tag("L11")
    void takesAPolicyThatIsSpelledInAnotherWayForANewOne() {
        configure(policy("Terms", "Be kind."));

        configure(policy("TERMS", "Be kind."));

        assertThat(policies.list()).extracting(Policy::name).containsExactly("TERMS");
    }

    @Test
    @Tag("PR10")
    @Tag("C20")
    void leavesAloneWhatOperatorsMade() {
        Policy made = policies.create(new PolicyDraft(new Title("Terms", ""), "Be kind.", true), "ada");

        configure(policy("Terms", "Be rude."));

        assertThat(policies.list()).containsExactly(made);
        assertThat(made.place()).isEqualTo(Optional.empty());
    }

    private void configure(ConfiguredPolicy... configured) {
        database.database().useTransaction(transaction -> writing.write(transaction, List.of(configured)));
    }

    private static ConfiguredPolicy policy(String name, String content) {
        return new ConfiguredPolicy(PLACE, new PolicyDraft(new Title(name, ""), content, false));
    }
}
