package io.sallyport.profile;

import static io.sallyport.profile.Terms.ADA;
import static io.sallyport.profile.Terms.BOB;
import static io.sallyport.profile.Terms.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.UserId;
import io.sallyport.policy.Acceptance;
import io.sallyport.policy.AcceptanceFilter;
import io.sallyport.policy.KeyPolicy;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyDraft;
import io.sallyport.profile.Entitlements.Entitlement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class EntitlementsTest {
    private final Terms terms = new Terms();

    @AfterEach
    void close() {
        terms.close();
    }

    @Test
    @Tag("ID4")
    @Tag("PO10")
    void showsABackendProfileToMembersOfItsGroupsOnly() {
        terms.profiles.create(bundle("Everybody", List.of()));
        BackendProfile research = terms.profiles.create(bundle("Research", List.of("research", "labs")));

        assertThat(names(ADA)).containsExactly("Everybody", "Research");
        assertThat(names(BOB)).containsExactly("Everybody");
        assertThat(refusal(() -> terms.entitlements.get(BOB, research.id())))
                .isEqualTo(refusal(() -> terms.entitlements.get(BOB, new BackendProfileId("nowhere"))));
    }

    @Test
    @Tag("ID4")
    void showsEveryBackendProfileToOperators() {
        terms.profiles.create(bundle("Research", List.of("research")));
        Applicant operator = new Applicant(new UserId("root"), "root@example.org", Set.of(), true);

        assertThat(names(operator)).containsExactly("Research");
    }

    @Test
    @Tag("PO2")
    @Tag("PO20")
    @Tag("ID44")
    void letsNobodyHaveAKeyBeforeEveryPolicyIsAccepted() {
        Policy one = terms.policy("One");
        Policy two = terms.policy("Two");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), one.id(), two.id()));

        Refusal atFirst = refusal(() -> admit(profile, "k1"));
        terms.entitlements.accept(ADA, profile.id(), one.id(), 1);
        Refusal afterOne = refusal(() -> admit(profile, "k1"));
        terms.entitlements.accept(ADA, profile.id(), two.id(), 1);
        admit(profile, "k1");

        assertThat(atFirst)
                .isEqualTo(new Refusal.NotAllowed("policy_not_accepted", "Accept these policies first: One, Two."));
        assertThat(afterOne)
                .isEqualTo(new Refusal.NotAllowed("policy_not_accepted", "Accept these policies first: Two."));
        assertThat(terms.acceptances.ofKey(new KeyId("k1")))
                .extracting(KeyPolicy::policyName, KeyPolicy::version)
                .containsExactly(tuple("One", 1), tuple("Two", 1));
    }

    @Test
    @Tag("PO21")
    @Tag("PO29")
    void remembersWhoAcceptedWhatUnderWhichBackendProfileAndWhen() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));

        Acceptance made = terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);

        assertThat(terms.acceptances
                        .list(AcceptanceFilter.of(ADA.user()), Optional.empty(), 10)
                        .acceptances())
                .containsExactly(made);
        assertThat(made)
                .isEqualTo(new Acceptance(
                        made.id(),
                        ADA.user(),
                        "ada@example.org",
                        policy.id(),
                        "Terms",
                        1,
                        profile.id(),
                        "Research",
                        Terms.CLOCK.instant()));
    }

    @Test
    @Tag("PO22")
    void takesAnAcceptanceForOneBackendProfileOnly() {
        Policy policy = terms.policy("Terms");
        BackendProfile first = terms.profiles.create(bundle("First", List.of(), policy.id()));
        BackendProfile second = terms.profiles.create(bundle("Second", List.of(), policy.id()));

        terms.entitlements.accept(ADA, first.id(), policy.id(), 1);

        assertThat(pending(first)).isEmpty();
        assertThat(pending(second)).containsExactly("Terms");
    }

    @Test
    @Tag("PO23")
    @Tag("PO24")
    @Tag("PO25")
    void asksAgainAfterAChangeThatEnforcesIt() {
        Policy policy = terms.strictPolicy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);

        terms.rewrite(policy, "Second text");
        List<String> afterTheChange = pending(profile);
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 2);

        assertThat(afterTheChange).containsExactly("Terms");
        assertThat(pending(profile)).isEmpty();
    }

    @Test
    @Tag("PO27")
    @Tag("C43")
    void asksNobodyAgainAfterAChangeThatDoesNotEnforceIt() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);

        terms.rewrite(policy, "Second text");

        assertThat(pending(profile)).isEmpty();
        assertThat(terms.entitlements.get(BOB, profile.id()).pending()).hasSize(1);
    }

    @Test
    @Tag("C43")
    void countsAnEnforcedChangeAlsoWhenALaterOneIsNotEnforced() {
        Policy policy = terms.strictPolicy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);

        terms.rewrite(policy, "Second text");
        terms.policies.edit(policy.id(), new PolicyDraft(policy.title(), "Third text", false), "operator");

        assertThat(pending(profile)).containsExactly("Terms");
    }

    @Test
    void refusesToAcceptAVersionThatIsNoLongerShown() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.rewrite(policy, "Second text");

        assertThat(refusal(() -> terms.entitlements.accept(ADA, profile.id(), policy.id(), 1))
                        .code())
                .isEqualTo("policy_changed");
    }

    @Test
    void refusesToAcceptAPolicyThatIsNotOneOfTheBackendProfile() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of()));

        assertThat(refusal(() -> terms.entitlements.accept(ADA, profile.id(), policy.id(), 1)))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    @Tag("PO21")
    void keepsOneRowWhenManyRequestsAcceptTheSameAtOnce() throws InterruptedException, ExecutionException {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));

        List<Future<Acceptance>> made;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            made = threads.invokeAll(IntStream.range(0, 32)
                    .<Callable<Acceptance>>mapToObj(
                            _ -> () -> terms.entitlements.accept(ADA, profile.id(), policy.id(), 1))
                    .toList());
        }

        for (Future<Acceptance> one : made) {
            assertThat(one.get()).isEqualTo(made.getFirst().get());
        }
        assertThat(terms.database.rows("select id from acceptance")).hasSize(1);
    }

    @Test
    @Tag("PO29")
    void keepsTheTrailWhenPolicyAndBackendProfileAreGone() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);
        admit(profile, "k1");

        terms.policies.remove(policy.id());
        terms.profiles.remove(profile.id());

        assertThat(terms.acceptances
                        .list(AcceptanceFilter.of(ADA.user()), Optional.empty(), 10)
                        .acceptances())
                .extracting(Acceptance::policyName, Acceptance::profileName)
                .containsExactly(tuple("Terms", "Research"));
        assertThat(terms.acceptances.ofKey(new KeyId("k1"))).hasSize(1);
    }

    @Test
    @Tag("PO29")
    void letsNobodyRewriteTheTrail() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);
        admit(profile, "k1");

        for (String table : List.of("acceptance", "key_policy_snapshot")) {
            assertThatThrownBy(() -> terms.database.execute("delete from " + table))
                    .hasStackTraceContaining("never changed");
            assertThatThrownBy(() -> terms.database.execute("update " + table + " set version = 7"))
                    .hasStackTraceContaining("never changed");
        }
    }

    @Test
    void asksForNothingOnceAPolicyIsTakenAway() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));

        terms.policies.remove(policy.id());

        assertThat(pending(profile)).isEmpty();
    }

    @Test
    @Tag("AP14")
    void findsAcceptancesByUserPolicyAndBackendProfilePageByPage() {
        Policy policy = terms.policy("Terms");
        BackendProfile profile = terms.profiles.create(bundle("Research", List.of(), policy.id()));
        terms.entitlements.accept(ADA, profile.id(), policy.id(), 1);
        terms.entitlements.accept(BOB, profile.id(), policy.id(), 1);
        AcceptanceFilter all = new AcceptanceFilter(
                Optional.empty(), Optional.empty(), Optional.of(policy.id()), Optional.of(profile.id()));
        AcceptanceFilter bobs =
                new AcceptanceFilter(Optional.empty(), Optional.of("BOB@"), Optional.empty(), Optional.empty());

        var first = terms.acceptances.list(all, Optional.empty(), 1);
        var second = terms.acceptances.list(all, first.next(), 1);

        assertThat(List.of(
                        first.acceptances().getFirst().user(),
                        second.acceptances().getFirst().user()))
                .containsExactlyInAnyOrder(ADA.user(), BOB.user());
        assertThat(second.next()).isEmpty();
        assertThat(terms.acceptances.list(bobs, Optional.empty(), 10).acceptances())
                .extracting(Acceptance::user)
                .containsExactly(BOB.user());
    }

    private void admit(BackendProfile profile, String key) {
        terms.database.database().useTransaction(transaction -> {
            var _ = terms.entitlements.admit(transaction, ADA, profile.id(), new KeyId(key));
        });
    }

    private List<String> pending(BackendProfile profile) {
        return terms.entitlements.get(ADA, profile.id()).pending().stream()
                .map(Policy::name)
                .toList();
    }

    private List<String> names(Applicant applicant) {
        return terms.entitlements.of(applicant).stream()
                .map(Entitlement::profile)
                .map(BackendProfile::name)
                .toList();
    }

    private static Refusal refusal(ThrowingCallable call) {
        return ((RefusedException) catchThrowable(call)).refusal();
    }
}
