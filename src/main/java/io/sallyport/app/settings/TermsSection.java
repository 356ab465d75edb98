package io.sallyport.app.settings;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.key.Reveal;
import io.sallyport.policy.ConfiguredPolicy;
import io.sallyport.policy.PolicyDraft;
import io.sallyport.policy.Title;
import io.sallyport.profile.Access;
import io.sallyport.profile.Bundle;
import io.sallyport.profile.ConfiguredProfile;
import io.sallyport.profile.KeyRules;
import io.sallyport.profile.Quota;
import io.sallyport.profile.Recording;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Declares `policies` and `backend_profiles`.
final class TermsSection {
    private static final Kind<Integer> AMOUNT = Kind.number(1, 2_000_000_000);
    private static final Kind<Duration> WINDOW = Kind.duration(Duration.ofMinutes(1), Duration.ofDays(366));

    private TermsSection() {}

    static TermsSettings read(Section root) {
        TermsSettings terms = new TermsSettings(
                root.sections("policies", "Terms people accept before they get a key.", TermsSection::policy),
                root.sections("backend_profiles", "What people may have keys for.", TermsSection::profile),
                root.section("keys", "Keys that people make for themselves.", TermsSection::reveal));
        refuseTwins(root, "policies", terms.policies(), policy -> policy.draft().title());
        refuseTwins(
                root,
                "backend_profiles",
                terms.profiles(),
                profile -> profile.bundle().title());
        return terms;
    }

    private static Reveal reveal(Section keys) {
        return keys.key(
                        "reveal",
                        "off: a key is shown once. owner: it is kept sealed under the master key,"
                                + " and its owner can see it again after a fresh sign-in.")
                .or(Kind.choice(Reveal.class), Reveal.OFF);
    }

    private static ConfiguredPolicy policy(Section policy) {
        return new ConfiguredPolicy(
                policy.place(),
                new PolicyDraft(
                        title(policy),
                        policy.key("content", "The text to accept. A changed one is a new version.")
                                .required(Kind.TEXT),
                        false));
    }

    private static ConfiguredProfile profile(Section profile) {
        Bundle bundle = new Bundle(
                title(profile),
                access(profile),
                new Recording(
                        profile.key("metadata_audit", "Keeps who called what, and how much.")
                                .on(),
                        profile.key("content_audit", "Keeps requests and answers in full.")
                                .off()),
                keys(profile),
                profile.sections("quotas", "How much may be used.", TermsSection::quota),
                List.of());
        return new ConfiguredProfile(
                profile.place(),
                bundle,
                profile.key("policy_names", "Policies to accept first; names that are unknown are skipped.")
                        .list(Kind.TEXT));
    }

    private static Title title(Section section) {
        return new Title(
                section.key("name", "What people call it; unique. Another name is another one.")
                        .required(Kind.TEXT),
                section.key("description", "One or two sentences for people.").or(Kind.TEXT, ""));
    }

    private static Access access(Section profile) {
        return new Access(
                profile.key("oidc_groups", "Groups whose members may have keys; left out, everybody signed in.")
                        .list(Kind.TEXT),
                profile.key("backends", "Backends its keys reach, \"*\" for all; names that are unknown are skipped.")
                        .list(Kind.TEXT),
                Optional.of(profile.key("allowed_models", "Names and globs its keys may ask for; left out, all.")
                        .list(Kind.TEXT)),
                profile.key(
                                "loss_policy",
                                "What happens at least when a backend of another dialect cannot be told everything: the"
                                        + " call is sent and its answer says so (allow), logs and metrics too (warn), or"
                                        + " it is refused (strict).")
                        .or(Kind.choice(LossPolicy.class), LossPolicy.ALLOW));
    }

    private static KeyRules keys(Section profile) {
        return new KeyRules(
                profile.key("default_expiry_days", "Life of a key whose owner does not say.")
                        .optional(Kind.number(1, KeyRules.LONGEST_EXPIRY)),
                profile.key("enforce_expiry", "Makes that the longest life too.")
                        .off(),
                profile.key("max_keys_per_user", "Keys of one user that work at the same time.")
                        .or(Kind.number(1, KeyRules.MOST_KEYS), KeyRules.USUAL_KEYS),
                profile.key("openwebui_headers", "Lets owners of keys trust the identity that Open WebUI names.")
                        .off());
    }

    private static Quota quota(Section quota) {
        return new Quota(
                quota.key("per", "Whose use is added up; _overall: over all backend profiles.")
                        .or(Kind.choice(Quota.Per.class), Quota.Per.KEY),
                quota.key("metric", "What is counted.").or(Kind.choice(Quota.Metric.class), Quota.Metric.TOKENS),
                quota.key("amount", "The most there may be.").required(AMOUNT),
                (int) quota.key("window", "The rolling time it is counted in.")
                        .required(WINDOW)
                        .toMinutes());
    }

    private static <T> void refuseTwins(Section root, String list, List<T> elements, Function<T, Title> title) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            if (!seen.add(title.apply(elements.get(i)).key())) {
                root.problem(list + "[" + i + "].name", "is the name of another one too");
            }
        }
    }
}
