package io.sallyport.profile;

import io.sallyport.lang.UserId;
import java.util.Set;

/// A user who looks at backend profiles, accepts policies, asks for keys.
///
/// @param name as acceptances keep it: the e-mail address
/// @param operator may have keys for every backend profile
public record Applicant(UserId user, String name, Set<String> groups, boolean operator) {
    public Applicant {
        groups = Set.copyOf(groups);
    }

    boolean mayHave(BackendProfile profile) {
        return operator || profile.isOpenTo(groups);
    }
}
