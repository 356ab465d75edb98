package io.sallyport.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.RefusedException;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyId;
import io.sallyport.policy.Title;
import io.sallyport.profile.Quota.Metric;
import io.sallyport.profile.Quota.Per;
import io.sallyport.testkit.Await;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BackendProfilesTest {
    private static final String PLACE = "company.yaml:40";

    private final Terms terms = new Terms();

    @AfterEach
    void close() {
        terms.close();
    }

    @Test
    @Tag("PO1")
    @Tag("PO3")
    @Tag("PO4")
    @Tag("PO5")
    @Tag("PO7")
    @Tag("PO9")
    @Tag("PO11")
    void keepsEverythingAnOperatorSays() {
        Policy policy = terms.policy("Terms");
        Bundle bundle = new Bundle(
                new Title("Research", "For the labs"),
                new Access(
                        List.of("labs", "research"),
                        List.of("one", "two"),
                        Optional.of(List.of("gpt-*")),
                        LossPolicy.ALLOW),
                new Recording(false, true),
                new KeyRules(Optional.of(30), true, 2, true),
                List.of(new Quota(Per.KEY, Metric.TOKENS, 1000, 60)),
                List.of(policy.id()));

        BackendProfile made = terms.profiles.create(bundle);

        assertThat(terms.profiles.find(made.id())).contains(made);
        assertThat(made.bundle()).isEqualTo(bundle);
    }

    @Test
    @Tag("PO11")
    @Tag("PO28")
    void changesEverythingAnOperatorSays() {
        Policy policy = terms.policy("Terms");
        BackendProfile made = terms.profiles.create(Terms.bundle("Research", List.of("research"), policy.id()));

        terms.profiles.edit(made.id(), Terms.bundle("Labs", List.of()));

        assertThat(terms.profiles.list()).singleElement().satisfies(profile -> {
            assertThat(profile.name()).isEqualTo("Labs");
            assertThat(profile.bundle().policies()).isEmpty();
            assertThat(profile.bundle().access().groups()).isEmpty();
        });
    }

    @Test
    @Timeout(60)
    void makesTheFirstOnceWhenInstancesStartTogether() throws Exception {
        Bundle bundle = Terms.bundle("Everything", List.of());
        FutureTask<Boolean> one = new FutureTask<>(() -> terms.profiles.createFirst(bundle), true);
        FutureTask<Boolean> other = new FutureTask<>(() -> terms.profiles.createFirst(bundle), true);

        terms.database.database().useTransaction(transaction -> {
            LockedTable table = transaction.attach(LockedTable.class);
            table.lock();
            Thread.ofVirtual().start(one);
            Thread.ofVirtual().start(other);
            Await.until(() -> table.waiting() == 2);
        });

        assertThat(one.get()).isTrue();
        assertThat(other.get()).isTrue();
        assertThat(terms.profiles.list()).extracting(BackendProfile::name).containsExactly("Everything");
    }

    /// Both see that there is none while nobody can make one.
    interface LockedTable {
        @SqlUpdate("lock table backend_profile in share mode")
        void lock();

        @SqlQuery("""
                select count(distinct pid) from pg_locks
                where not granted and database = (select oid from pg_database where datname = current_database())
                """)
        int waiting();
    }

    @Test
    void swapsTheSnapshotWithEveryChange() {
        BackendProfile made = terms.profiles.create(Terms.bundle("Research", List.of()));
        BackendProfileSnapshot with = terms.profiles.current();

        terms.profiles.remove(made.id());

        assertThat(with.find(made.id())).contains(made);
        assertThat(with.all().getFirst().reaches("one")).isTrue();
        assertThat(with.all().getFirst().reaches("two")).isFalse();
        assertThat(terms.profiles.current().find(made.id())).isEmpty();
    }

    @Test
    @Tag("PR10")
    void refusesANameThatIsTaken() {
        terms.profiles.create(Terms.bundle("Research", List.of()));
        BackendProfile other = terms.profiles.create(Terms.bundle("Labs", List.of()));

        assertThat(refusal(() -> terms.profiles.create(Terms.bundle("Research", List.of()))))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(refusal(() -> terms.profiles.edit(other.id(), Terms.bundle("Research", List.of()))))
                .isInstanceOf(Refusal.Conflict.class);
    }

    /// The second letter of the second is Cyrillic.
    @Test
    @Tag("L11")
    void refusesANameThatLooksLikeAnother() {
        terms.profiles.create(Terms.bundle("Research", List.of()));
        BackendProfile other = terms.profiles.create(Terms.bundle("Labs", List.of()));

        assertThat(refusal(() -> terms.profiles.create(Terms.bundle("R\u0435search", List.of()))))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(refusal(() -> terms.profiles.edit(other.id(), Terms.bundle("RESEARCH", List.of()))))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void refusesBackendsAndPoliciesThatDoNotExist() {
        Bundle known = Terms.bundle("Research", List.of());

        assertThat(refusal(() -> terms.profiles.create(known.with(List.of("three"), List.of())))
                        .code())
                .isEqualTo("invalid_value");
        assertThat(refusal(() -> terms.profiles.create(known.with(List.of(), List.of(new PolicyId("nowhere")))))
                        .code())
                .isEqualTo("invalid_value");
    }

    @Test
    @Tag("PO12")
    @Tag("C20")
    void refusesToChangeWhatTheConfigurationOwnsAndSaysWhereItStands() {
        configure(new ConfiguredProfile(PLACE, Terms.bundle("Research", List.of()), List.of()));
        BackendProfile profile = terms.profiles.list().getFirst();

        Refusal edited = refusal(() -> terms.profiles.edit(profile.id(), profile.bundle()));
        Refusal removed = refusal(() -> terms.profiles.remove(profile.id()));

        assertThat(edited)
                .isEqualTo(new NotAllowed(
                        "config_owned", "The backend profile 'Research' stands in company.yaml:40; change it there."));
        assertThat(removed).isEqualTo(edited);
    }

    @Test
    @Tag("ID42")
    void takesAnEmptyListOfModelsForAllOfThem() {
        assertThat(new Access(List.of(), List.of(), Optional.of(List.of()), LossPolicy.ALLOW).allowedModels())
                .isEmpty();
    }

    private void configure(ConfiguredProfile... configured) {
        ConfiguredProfiles writing = new ConfiguredProfiles(Terms.CLOCK);
        terms.database
                .database()
                .useTransaction(transaction -> writing.write(
                        transaction, List.of(configured), terms.policies.list(), List.of("one", "two")::contains));
    }

    private static Refusal refusal(ThrowingCallable call) {
        return ((RefusedException) catchThrowable(call)).refusal();
    }
}
