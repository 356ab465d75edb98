package io.sallyport.policy;

/// A policy as the configuration has it.
///
/// @param place where it stands, such as `company.yaml:12`
public record ConfiguredPolicy(String place, PolicyDraft draft) {
    public ConfiguredPolicy {
        if (draft.enforceReacceptance()) {
            throw new IllegalArgumentException("a policy of the configuration never enforces re-acceptance");
        }
    }

    public String name() {
        return draft.title().name();
    }
}
