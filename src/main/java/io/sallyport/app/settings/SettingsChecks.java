package io.sallyport.app.settings;

import io.sallyport.app.settings.AuthSection.Mode;
import io.sallyport.catalog.FallbackCycle;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Routing;
import io.sallyport.crypto.MasterKeys;
import io.sallyport.json.yaml.Nearest;
import io.sallyport.json.yaml.Section;
import io.sallyport.key.Reveal;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules between sections.
///
/// Source: requirements C4, C21, C29, ID31, PR28.
record SettingsChecks(Settings settings, AuthSection auth, Section root) {
    private static final int SHORTEST_HASH_SECRET = 16;

    /// @return the settings it looked at
    Settings run() {
        checkListeners();
        checkKeys();
        checkHashSecret();
        checkMasterKey();
        checkReveal();
        checkOpenDoor();
        checkPassthrough();
        checkBackends();
        checkModels();
        checkPrices();
        checkRouting();
        return settings;
    }

    private void checkRouting() {
        Map<String, ModelEntry> entries = new HashMap<>();
        settings.models().forEach(entry -> entries.put(entry.alias().value(), entry));
        for (int i = 0; i < settings.models().size(); i++) {
            String at = "models[" + i + "].routing";
            Routing routing = settings.models().get(i).routing();
            routing.fallbacks().stream()
                    .filter(name -> !entries.containsKey(name))
                    .forEach(name -> root.problem(
                            at + ".fallbacks", "names no alias" + Nearest.hint(name, List.copyOf(entries.keySet()))));
            checkBeside(at, routing, entries);
            FallbackCycle.from(settings.models().get(i).alias().value(), entries)
                    .ifPresent(cycle -> root.problem(at + ".fallbacks", "go in a circle: " + cycle));
        }
        for (int i = 0; i < settings.roles().size(); i++) {
            checkBeside("roles[" + i + "].routing", settings.roles().get(i).choosing(), entries);
        }
    }

    /// Where the gateway's own calls go.
    private void checkBeside(String at, Routing routing, Map<String, ModelEntry> entries) {
        routing.shadow()
                .filter(shadow -> isUnknown(shadow.use(), entries))
                .ifPresent(_ -> root.problem(at + ".shadow.use", "names no alias and no backend/model"));
        routing.semanticCache()
                .filter(semantic -> isUnknown(semantic.model(), entries))
                .ifPresent(_ -> root.problem(at + ".semantic_cache.model", "names no alias and no backend/model"));
    }

    private static boolean isUnknown(String name, Map<String, ModelEntry> entries) {
        return !entries.containsKey(name) && name.indexOf('/') < 0;
    }

    private void checkListeners() {
        ServerSettings server = settings.server();
        if (server.tls().isPresent() && server.acme().isPresent()) {
            root.problem("server.acme", "and server.tls cannot both have the certificate");
        }
        boolean samePort =
                server.main().port() == server.metrics().port() && server.main().port() != 0;
        if (samePort && server.main().host().equals(server.metrics().host())) {
            root.problem("server.metrics_port", "must differ from server.port");
        }
    }

    /// A key that opens two doors would make whoever holds it more than it was given for.
    private void checkKeys() {
        Set<Secret> seen = new HashSet<>();
        refuseSeen(seen, auth.clientKeys(), "client_api_keys");
        refuseSeen(seen, auth.nodeKeys(), "node_api_keys");
        refuseSeen(seen, auth.adminKeys(), "admin_api_keys");
    }

    private void refuseSeen(Set<Secret> seen, List<Secret> keys, String name) {
        for (int i = 0; i < keys.size(); i++) {
            if (!seen.add(keys.get(i))) {
                root.problem("auth." + name + "[" + i + "]", "is the same as another static key");
            }
        }
    }

    private void checkHashSecret() {
        String name = auth.hashSecretVariable();
        int length = root.variable(name).map(String::length).orElse(0);
        boolean needed = settings.profile() == DeploymentProfile.FOUNDATION && auth.namedKeys();
        if (needed && length == 0) {
            root.problem(
                    "auth.key_hash_secret_env",
                    "the environment variable " + name + " is not set; the foundation profile needs it");
        }
        if (length > 0 && length < SHORTEST_HASH_SECRET) {
            root.problem(
                    "auth.key_hash_secret_env",
                    "the environment variable " + name + " must hold at least " + SHORTEST_HASH_SECRET + " characters");
        }
    }

    /// Stored credentials can be opened only by who has the key, so instances that share a database must share
    /// it.
    private void checkMasterKey() {
        Optional<String> given = root.variable(MasterKeys.VARIABLE).filter(text -> !text.isBlank());
        try {
            given.map(Secret::of).ifPresent(MasterKeys::parse);
        } catch (IllegalArgumentException e) {
            root.problem("", "the environment variable " + MasterKeys.VARIABLE + ": " + e.getMessage());
        }
        if (given.isEmpty() && settings.profile() == DeploymentProfile.FOUNDATION) {
            root.problem(
                    "deployment_profile",
                    "foundation needs the environment variable " + MasterKeys.VARIABLE
                            + ", the key that stored credentials are sealed with");
        } else if (given.isEmpty() && settings.database().address().isPresent()) {
            root.notice("the environment variable " + MasterKeys.VARIABLE + " is not set; an instance on another"
                    + " machine will not be able to open the credentials this one stores");
        }
    }

    private void checkReveal() {
        if (settings.terms().reveal() == Reveal.OWNER && settings.profile() == DeploymentProfile.FOUNDATION) {
            root.problem("keys.reveal", "must be off in the foundation profile");
        }
    }

    private void checkOpenDoor() {
        if (auth.mode() == Mode.PASSTHROUGH) {
            return;
        }
        boolean allowed = settings.server().allowUnauthenticated();
        boolean casual = settings.profile() == DeploymentProfile.CASUAL;
        if (allowed && !casual) {
            root.problem("server.allow_unauthenticated", "is for the casual profile only");
        } else if (allowed && !auth.hasNoClientKeys()) {
            root.problem("server.allow_unauthenticated", "has no place next to client keys; keep one of them");
        } else if (auth.hasNoClientKeys() && !casual) {
            root.problem(
                    "auth",
                    "lets nobody in; set auth.client_api_keys or auth.enable_named_client_keys, or use the casual profile");
        } else if (auth.hasNoClientKeys()
                && !allowed
                && !isNear(settings.server().main().host())) {
            root.problem(
                    "server.host",
                    "would let everybody in, because there is no client key; set auth.client_api_keys,"
                            + " bind 127.0.0.1, or say server.allow_unauthenticated: true");
        }
    }

    /// Says whether an address is of this machine or of a private network.
    static boolean isNear(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkPassthrough() {
        boolean passthrough = auth.mode() == Mode.PASSTHROUGH;
        if (passthrough && settings.profile() == DeploymentProfile.FOUNDATION) {
            root.problem("auth.mode", "must not be passthrough in the foundation profile");
        }
        if (passthrough && !auth.hasNoClientKeys()) {
            root.problem("auth.mode", "passthrough works only without client_api_keys and enable_named_client_keys");
        }
        for (int i = 0; i < settings.backends().size(); i++) {
            Credential credential = settings.backends().get(i).credential();
            if (!passthrough && credential instanceof Credential.Client) {
                root.problem("backends[" + i + "].credential", "client works only in auth.mode passthrough");
            }
            if (passthrough && credential instanceof Credential.Own) {
                root.problem(
                        "backends[" + i + "].credential",
                        "must be client in auth.mode passthrough, or anybody could spend this backend's key");
            }
        }
    }

    private void checkBackends() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.backends().size(); i++) {
            if (!names.add(settings.backends().get(i).name())) {
                root.problem("backends[" + i + "].name", "is the name of another backend too");
            }
        }
    }

    private void checkModels() {
        List<String> backends = settings.backends().stream().map(Backend::name).toList();
        Set<String> aliases = new HashSet<>();
        for (int i = 0; i < settings.models().size(); i++) {
            ModelEntry model = settings.models().get(i);
            if (!aliases.add(model.alias().value())) {
                root.problem("models[" + i + "].alias", "is the alias of another model too");
            }
            for (int j = 0; j < model.deployments().size(); j++) {
                String backend = model.deployments().get(j).backend();
                if (!Deployment.isService(backend) && !backends.contains(backend)) {
                    root.problem(
                            "models[" + i + "].targets[" + j + "].backend",
                            "names no backend" + Nearest.hint(backend, backends));
                }
            }
        }
    }

    private void checkPrices() {
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < settings.prices().size(); i++) {
            var price = settings.prices().get(i);
            if (!seen.add(List.of(price.kind(), price.model()))) {
                root.problem("prices[" + i + "].model", "has another price of the same kind already");
            }
        }
    }
}
