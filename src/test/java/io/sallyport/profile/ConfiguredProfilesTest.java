package io.sallyport.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.ConfiguredPolicies;
import io.sallyport.policy.ConfiguredPolicy;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyDraft;
import io.sallyport.policy.PolicyVersion;
import io.sallyport.policy.Title;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ConfiguredProfilesTest {
    private static final String PLACE = "company.yaml:40";

    private final Terms terms = new Terms();
    private final ConfiguredPolicies policies = new ConfiguredPolicies(Terms.CLOCK);
    private final ConfiguredProfiles profiles = new ConfiguredProfiles(Terms.CLOCK);

    @AfterEach
    void close() {
        terms.close();
    }

    @Test
    @Tag("PO13")
    void skipsNamesTheConfigurationGetsWrong() {
        Policy policy = terms.policy("Terms");
        Bundle bundle = Terms.bundle("Research", List.of()).with(List.of("one", "three"), List.of());

        configure(new ConfiguredProfile(PLACE, bundle, List.of("Terms", "Tems")));

        assertThat(terms.profiles.list()).singleElement().satisfies(profile -> {
            assertThat(profile.bundle().access().backends()).containsExactly("one");
            assertThat(profile.bundle().policies()).containsExactly(policy.id());
        });
    }

    @Test
    @Tag("PR10")
    void hidesABackendProfileWhoseNameLeftTheFileUntilItComesBack() {
        ConfiguredProfile configured = new ConfiguredProfile(PLACE, Terms.bundle("Research", List.of()), List.of());
        configure(configured);
        BackendProfile before = terms.profiles.list().getFirst();

        configure();
        List<BackendProfile> without = terms.profiles.list();
        configure(configured);

        assertThat(without).isEmpty();
        assertThat(terms.profiles.list()).containsExactly(before);
    }

    @Test
    @Tag("PR10")
    void leavesAloneWhatOperatorsMade() {
        BackendProfile made = terms.profiles.create(Terms.bundle("Research", List.of("research")));

        configure(new ConfiguredProfile(PLACE, Terms.bundle("Research", List.of()), List.of()));

        assertThat(terms.profiles.list()).containsExactly(made);
    }

    @Test
    @Tag("PO12")
    @Tag("PR10")
    void mayBeWrittenByManyInstancesAtOnce() throws InterruptedException, ExecutionException {
        List<Future<Boolean>> started;
        try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
            started = instances.invokeAll(IntStream.range(0, 12)
                    .<Callable<Boolean>>mapToObj(start -> () -> {
                        configureAll("Text " + start % 2);
                        return true;
                    })
                    .toList());
        }

        for (Future<Boolean> one : started) {
            assertThat(one.get()).isTrue();
        }
        Policy policy = terms.policies.list().getFirst();
        assertThat(terms.policies.list()).hasSize(1);
        assertThat(terms.profiles.list())
                .singleElement()
                .satisfies(profile -> assertThat(profile.bundle().policies()).containsExactly(policy.id()));
        assertThat(terms.policies.versions(policy.id()))
                .extracting(PolicyVersion::number)
                .isSortedAccordingTo((a, b) -> b - a)
                .startsWith(policy.current().number());
    }

    private void configureAll(String content) {
        terms.database.database().useTransaction(transaction -> {
            policies.write(
                    transaction,
                    List.of(new ConfiguredPolicy(PLACE, new PolicyDraft(new Title("Terms", ""), content, false))));
            profiles.write(
                    transaction,
                    List.of(new ConfiguredProfile(PLACE, Terms.bundle("Research", List.of()), List.of("Terms"))),
                    terms.policies.list(),
                    "one"::equals);
        });
    }

    private void configure(ConfiguredProfile... configured) {
        terms.database
                .database()
                .useTransaction(transaction -> profiles.write(
                        transaction, List.of(configured), terms.policies.list(), List.of("one", "two")::contains));
    }
}
