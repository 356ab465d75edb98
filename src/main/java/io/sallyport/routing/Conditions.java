package io.sallyport.routing;

import io.sallyport.catalog.Condition;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import java.util.List;
import java.util.Optional;

/// Says whether a call is one of those a rule is for; what is cheap is asked first.
final class Conditions {
    private Conditions() {}

    static boolean hold(Condition condition, Traits traits) {
        return isAsked(condition, traits)
                && isOf(condition, traits.caller())
                && hasHeaders(condition, traits)
                && hasBody(condition, traits);
    }

    private static boolean isAsked(Condition condition, Traits traits) {
        return any(condition.models(), traits.asked())
                && any(condition.operations(), traits.operation().word())
                && same(condition.stream(), traits.streams());
    }

    private static boolean isOf(Condition condition, Caller caller) {
        return any(condition.tenants(), caller.tenant().value())
                && any(condition.projects(), caller.project().value())
                && (condition.groups().isEmpty()
                        || caller.groups().stream().anyMatch(group -> any(condition.groups(), group)))
                && (any(condition.keys(), caller.name())
                        || caller.key()
                                .filter(key -> any(condition.keys(), key.value()))
                                .isPresent())
                && (condition.profiles().isEmpty()
                        || caller.reach()
                                .profile()
                                .filter(profile -> any(condition.profiles(), profile.value()))
                                .isPresent());
    }

    private static boolean hasHeaders(Condition condition, Traits traits) {
        return (condition.workloads().isEmpty()
                        || traits.workload()
                                .filter(workload -> any(condition.workloads(), workload))
                                .isPresent())
                && condition.headers().entrySet().stream()
                        .allMatch(wanted -> traits.header(wanted.getKey())
                                .filter(value -> any(wanted.getValue(), value))
                                .isPresent());
    }

    private static boolean hasBody(Condition condition, Traits traits) {
        return condition
                        .promptAtLeast()
                        .filter(least -> traits.promptTokens() < least)
                        .isEmpty()
                && condition
                        .promptAtMost()
                        .filter(most -> traits.promptTokens() > most)
                        .isEmpty()
                && (condition.tools().isEmpty() || same(condition.tools(), traits.hasTools()))
                && (condition.images().isEmpty() || same(condition.images(), traits.hasImages()));
    }

    private static boolean same(Optional<Boolean> wanted, boolean is) {
        return wanted.isEmpty() || wanted.get() == is;
    }

    private static boolean any(List<String> globs, String word) {
        return globs.isEmpty() || AllowList.of(globs).allows(word);
    }
}
