package io.sallyport.key;

import io.sallyport.identity.AllowList;
import io.sallyport.identity.Reach;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where issued keys are looked up.
///
/// Threads: may block; never called on an event loop.
public interface KeySource {

    /// What proves a key with this prefix. One query, whether the prefix exists or not.
    Optional<Proof> proof(String prefix);

    /// The key as it is now; empty when it is gone.
    default Optional<Standing> standing(KeyId id) {
        return Optional.ofNullable(standings(List.of(id)).get(id));
    }

    /// Some keys as they are now, in as many queries as for one; those that are gone are left out.
    Map<KeyId, Standing> standings(Collection<KeyId> ids);

    /// What a presented key is compared with.
    ///
    /// @param secretHash as [io.sallyport.crypto.KeyHasher] wrote it
    record Proof(KeyId id, String secretHash) {
        @Override
        public String toString() {
            return "proof of " + id;
        }
    }

    /// A key, and what is decided about it elsewhere.
    ///
    /// @param mayCall its tenant is active, and so is its user, who belongs to that tenant
    /// @param user whose key it is; empty when it is nobody's
    /// @param groups names of the groups the user is in
    /// @param models what tenant, project, groups and backend profile allow
    /// @param reach how far its backend profile lets it go; empty when that was taken away
    record Standing(
            ApiKey key,
            boolean mayCall,
            Optional<UserId> user,
            Set<String> groups,
            AllowList models,
            Optional<Reach> reach) {}
}
