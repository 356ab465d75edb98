package io.sallyport.identity;

import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Home;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The proven identity of one call, and what it may use.
///
/// @param kind how the identity was proven
/// @param key the key that was shown; empty for calls without authentication
/// @param name what people call the key or principal; for logs, never a secret
/// @param user the person behind the key, when there is one
/// @param groups names of the groups the user is in
/// @param admin may use the operators' API
/// @param models what may be put in `model`
/// @param operations words of [io.sallyport.inference.Operation] that may be used
/// @param reach how far the backend profile of the key lets it go
public record Caller(
        Kind kind,
        TenantId tenant,
        ProjectId project,
        Optional<KeyId> key,
        String name,
        Optional<UserId> user,
        Set<String> groups,
        boolean admin,
        AllowList models,
        AllowList operations,
        Reach reach) {

    /// Anybody of a tenant who may use everything: for questions about calls, never for calls.
    public static Caller somebody(TenantId tenant, ProjectId project, Set<String> groups) {
        return new Caller(
                Kind.ANONYMOUS,
                tenant,
                project,
                Optional.empty(),
                "somebody",
                Optional.empty(),
                groups,
                false,
                AllowList.anything(),
                AllowList.anything(),
                Reach.ANYWHERE);
    }

    /// The gateway itself: for calls it makes of its own accord and pays for.
    public static Caller gateway() {
        return new Caller(
                Kind.GATEWAY,
                Home.DEFAULT.tenant(),
                Home.DEFAULT.project(),
                Optional.empty(),
                "gateway",
                Optional.empty(),
                Set.of(),
                false,
                AllowList.anything(),
                AllowList.anything(),
                Reach.ANYWHERE);
    }

    /// The same with every model: for calls of which it is given nothing.
    public Caller withEveryModel() {
        return new Caller(
                kind, tenant, project, key, name, user, groups, admin, AllowList.anything(), operations, reach);
    }

    /// How an identity was proven.
    public enum Kind {
        /// Nobody had to prove anything (development on loopback).
        ANONYMOUS,
        /// A key from the configuration file.
        STATIC,
        /// A key issued by this gateway.
        NAMED,
        /// The client's own provider credential, passed on.
        PASSTHROUGH,
        /// The gateway itself.
        GATEWAY;

        private final String word = name().toLowerCase(Locale.ROOT);

        /// Lower-case name, as the database calls it.
        public String word() {
            return word;
        }
    }
}
