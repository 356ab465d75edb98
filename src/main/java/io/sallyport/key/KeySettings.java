package io.sallyport.key;

import io.sallyport.identity.AllowList;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Secret;
import java.util.List;
import java.util.Optional;

/// Who may call: the keys of the configuration and what happens to everybody else.
///
/// @param clientKeys static keys for calls (`auth.client_api_keys`)
/// @param adminKeys static keys for operators (`auth.admin_api_keys`)
/// @param nodeKeys static keys of node agents (`auth.node_api_keys`)
/// @param issuedKeys whether keys issued by this gateway are accepted (`auth.enable_named_client_keys`)
/// @param strangers what happens to calls that show none of our keys
/// @param hashSecretVariable environment variable with the key hash secret (`auth.key_hash_secret_env`)
/// @param scopes which allow-lists are enforced (`authorization.*`)
public record KeySettings(
        List<StaticKey> clientKeys,
        List<StaticKey> adminKeys,
        List<StaticKey> nodeKeys,
        boolean issuedKeys,
        Strangers strangers,
        String hashSecretVariable,
        Scopes scopes) {

    public static final String DEFAULT_HASH_SECRET_VARIABLE = "SALLYPORT_KEY_HASH_SECRET";

    /// Issued keys only, allow-lists enforced, nobody else.
    public static final KeySettings DEFAULT = new KeySettings(
            List.of(),
            List.of(),
            List.of(),
            true,
            Strangers.REFUSED,
            DEFAULT_HASH_SECRET_VARIABLE,
            new Scopes(true, true, true));

    public KeySettings {
        clientKeys = List.copyOf(clientKeys);
        adminKeys = List.copyOf(adminKeys);
        nodeKeys = List.copyOf(nodeKeys);
        if (strangers == Strangers.PASSED_ON && !clientKeys.isEmpty()) {
            throw new IllegalArgumentException(
                    "auth.mode passthrough passes the clients' own credentials on, so auth.client_api_keys must be empty");
        }
    }

    /// A key written in the configuration.
    ///
    /// @param name what logs call it; empty for `static:<position>`
    public record StaticKey(String name, Secret value) {
        public StaticKey {
            if (value.isBlank()) {
                throw new IllegalArgumentException("a static key must not be blank");
            }
            if (!name.isEmpty()) {
                new KeyId(name);
            }
        }
    }

    /// What happens to a call that shows none of our keys.
    public enum Strangers {
        /// 401.
        REFUSED,
        /// They may call without proof (development on loopback).
        ANONYMOUS,
        /// Their credential is the upstream's and is passed on (`auth.mode: passthrough`).
        PASSED_ON
    }

    /// Which allow-lists of issued keys are enforced.
    ///
    /// @param emptyMeansNothing an empty list allows nothing; otherwise it restricts nothing
    public record Scopes(boolean models, boolean operations, boolean emptyMeansNothing) {

        /// The list of a key as it is enforced; an absent one restricts nothing.
        AllowList list(Optional<List<String>> names) {
            return names.filter(list -> emptyMeansNothing || !list.isEmpty())
                    .map(AllowList::of)
                    .orElseGet(AllowList::anything);
        }
    }
}
