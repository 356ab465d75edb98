package io.sallyport.profile;

import io.sallyport.policy.PolicyId;
import io.sallyport.policy.Title;
import java.util.List;

/// Everything a backend profile says.
///
/// @param policies to accept before a key can be made
public record Bundle(
        Title title, Access access, Recording recording, KeyRules keys, List<Quota> quotas, List<PolicyId> policies) {
    public Bundle {
        quotas = List.copyOf(quotas);
        policies = policies.stream().distinct().toList();
    }

    /// The same with other backends and policies.
    Bundle with(List<String> backends, List<PolicyId> others) {
        return new Bundle(title, access.withBackends(backends), recording, keys, quotas, others);
    }
}
