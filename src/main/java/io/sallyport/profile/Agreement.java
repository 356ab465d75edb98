package io.sallyport.profile;

import io.sallyport.policy.Acceptance;
import io.sallyport.policy.Policy;
import java.util.Optional;

/// How a user stands to one policy of one backend profile.
///
/// @param last their newest acceptance of it under this backend profile; an old one may no longer count
public record Agreement(Policy policy, Optional<Acceptance> last) {

    /// False when the policy has still to be accepted, or again.
    public boolean holds() {
        return last.filter(acceptance -> policy.isSatisfiedBy(acceptance.version()))
                .isPresent();
    }
}
