package io.sallyport.app.settings;

import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.key.KeySettings;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.lang.Secret;
import java.util.List;

/// Declares `auth` and `authorization`.
///
/// @param mode whose credential a client shows
record AuthSection(
        Mode mode,
        List<Secret> clientKeys,
        List<Secret> nodeKeys,
        List<Secret> adminKeys,
        boolean namedKeys,
        String hashSecretVariable) {

    /// Whose credential a client shows.
    enum Mode {
        GATEWAY_KEYS,
        PASSTHROUGH
    }

    static AuthSection read(Section auth) {
        return new AuthSection(
                auth.key(
                                "mode",
                                "gateway_keys: clients show a key of this gateway."
                                        + " passthrough: clients show their own provider key, which is passed on"
                                        + " to backends with credential: client.")
                        .or(Kind.choice(Mode.class), Mode.GATEWAY_KEYS),
                auth.key("client_api_keys", "Static keys for calls.").list(Kind.SECRET),
                auth.key("node_api_keys", "Static keys for node agents.").list(Kind.SECRET),
                auth.key("admin_api_keys", "Static keys for operators.").list(Kind.SECRET),
                auth.key("enable_named_client_keys", "Accepts keys that this gateway issued.")
                        .off(),
                auth.key(
                                "key_hash_secret_env",
                                "Environment variable with the secret under which issued keys are hashed."
                                        + " Where it is not set the gateway keeps one of its own in the data folder.")
                        .or(Kind.TEXT, KeySettings.DEFAULT_HASH_SECRET_VARIABLE));
    }

    static Scopes scopes(Section authorization) {
        return new Scopes(
                authorization
                        .key("enforce_model_allowlists", "Holds issued keys to their list of models.")
                        .off(),
                authorization
                        .key("enforce_operation_allowlists", "Holds issued keys to their list of operations.")
                        .off(),
                authorization
                        .key(
                                "empty_allowlist_means_no_access",
                                "An empty list allows nothing; otherwise it restricts nothing.")
                        .on());
    }

    /// No key at all could ever be accepted.
    boolean hasNoClientKeys() {
        return clientKeys.isEmpty() && !namedKeys;
    }

    KeySettings settings(KeySettings.Strangers strangers, Scopes scopes) {
        return new KeySettings(
                named(strangers == KeySettings.Strangers.PASSED_ON ? List.of() : clientKeys),
                named(adminKeys),
                named(nodeKeys),
                namedKeys,
                strangers,
                hashSecretVariable,
                scopes);
    }

    private static List<KeySettings.StaticKey> named(List<Secret> keys) {
        return keys.stream().map(key -> new KeySettings.StaticKey("", key)).toList();
    }
}
