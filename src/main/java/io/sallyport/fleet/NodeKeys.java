package io.sallyport.fleet;

import io.sallyport.crypto.Fingerprint;
import io.sallyport.crypto.Fingerprints;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.VerifyingKey;
import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.fleet.NodeKey.Kind;
import io.sallyport.fleet.NodeKey.Rights;
import io.sallyport.fleet.NodeKeyTable.KeyRow;
import io.sallyport.fleet.NodeSecret.Purpose;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TimeOrdered;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The credentials of nodes: keys of the configuration, keys that were issued, and enrolment tokens for making
/// such.
///
/// A token works once. A key that was revoked works nowhere a second later.
/// A node that enrolled with a key pair of its own proves with each message that it holds the private half.
/// Errors: NotAuthenticated `missing_node_key`, or `invalid_node_key` whatever is wrong with it;
/// `invalid_node_signature` and `node_clock_off` for messages of nodes that sign.
/// Threads: safe; [#identify(NodeMessage)] asks memory alone, the others wait for the database.
public final class NodeKeys {
    /// What [io.sallyport.database.Changes] calls changes of node keys.
    public static final String TOPIC = "node_keys";

    /// How long an enrolment token waits for its node.
    public static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /// How far the clock of a node may be away from ours.
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final Database database;
    private final NodeKeyTable table;
    private final KeyHasher hasher;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Fingerprints fingerprints = new Fingerprints(random);
    private volatile Configured configured = new Configured(Set.of(), Strangers.REFUSED);
    private volatile Map<String, KeyRow> issued = Map.of();

    public NodeKeys(Database database, KeyHasher hasher, Clock clock) {
        this.database = database;
        this.table = database.attach(NodeKeyTable.class);
        this.hasher = hasher;
        this.clock = clock;
    }

    /// What happens to a node that shows no key.
    public enum Strangers {
        REFUSED,
        /// Development on this machine, where no node key is configured.
        WELCOME
    }

    private record Configured(Set<Fingerprint> keys, Strangers strangers) {}

    /// A new credential and its text, which nobody can ask for a second time.
    public record Issued(NodeKey key, Secret text) {}

    /// Takes over what the settings say.
    public void configure(List<Secret> keys, Strangers strangers) {
        Set<Fingerprint> known = new HashSet<>();
        keys.forEach(key -> known.add(fingerprints.of(key.reveal())));
        configured = new Configured(Set.copyOf(known), strangers);
    }

    /// Takes over what the database says, at the start and whenever [#TOPIC] changed.
    public void reload() {
        issued = table.all().stream()
                .filter(row -> row.purpose().equals(word(Purpose.KEY)))
                .filter(row -> row.revokedAt().isEmpty())
                .collect(Collectors.toUnmodifiableMap(KeyRow::prefix, row -> row));
    }

    /// Who sent it.
    public NodeProof identify(NodeMessage message) {
        Configured now = configured;
        Optional<Secret> shown = message.key();
        if (shown.isEmpty()) {
            if (now.strangers == Strangers.WELCOME) {
                return NodeProof.ANYONE;
            }
            throw new NotAuthenticated("missing_node_key").asException();
        }
        String text = shown.get().reveal();
        if (now.keys.contains(fingerprints.of(text))) {
            return NodeProof.STATIC;
        }
        Optional<KeyRow> row = NodeSecret.read(text)
                .filter(secret -> secret.purpose() == Purpose.KEY)
                .flatMap(secret -> Optional.ofNullable(issued.get(secret.prefix())));
        if (!hasher.matches(shown.get(), row.map(KeyRow::secretHash))) {
            throw invalid();
        }
        KeyRow known = row.orElseThrow(NodeKeys::invalid);
        Optional<Instant> signedAt = known.publicKey().map(publicKey -> signedAt(publicKey, message));
        return new NodeProof(known.id(), known.hostId(), rights(known), signedAt);
    }

    private Instant signedAt(String publicKey, NodeMessage message) {
        Instant signed = message.signedAt(publicKey)
                .orElseThrow(() -> new NotAuthenticated("invalid_node_signature").asException());
        if (Duration.between(signed, clock.instant()).abs().compareTo(CLOCK_TOLERANCE) > 0) {
            throw new NotAuthenticated("node_clock_off").asException();
        }
        return signed;
    }

    /// What an operator says about the host that shows a key; empty for keys that no operator made for a node.
    ///
    /// @param id of the key
    public Map<String, String> vouched(String id) {
        return issued.values().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .map(row -> rights(row).labels())
                .orElse(Map.of());
    }

    /// Exchanges a token for a key, once.
    ///
    /// Errors: BadRequest for what is no public key.
    ///
    /// @param host the host that will show the key
    /// @param publicKey of the node's own pair, with which it signs from now on; empty for a node that has none
    public Issued enrol(Secret token, String host, Optional<String> publicKey) {
        if (publicKey.isPresent() && publicKey.flatMap(VerifyingKey::read).isEmpty()) {
            throw new BadRequest("invalid_value", "The public key must be an Ed25519 key as base64url.", "public_key")
                    .asException();
        }
        Optional<KeyRow> row = NodeSecret.read(token.reveal())
                .filter(secret -> secret.purpose() == Purpose.TOKEN)
                .flatMap(secret -> table.find(secret.prefix()));
        if (!hasher.matches(token, row.map(KeyRow::secretHash))) {
            throw invalid();
        }
        KeyRow known = row.orElseThrow(NodeKeys::invalid);
        if (known.hostId().filter(only -> !only.equals(host)).isPresent()) {
            throw invalid();
        }
        return database.inTransaction(transaction -> {
            if (transaction.attach(NodeKeyTable.class).use(known.id(), host, clock.instant()) == 0) {
                throw invalid();
            }
            Draft draft = new Draft(known.name(), Optional.of(host), rights(known), known.createdBy());
            return issue(transaction, Purpose.KEY, draft, new Bounds(Optional.empty(), publicKey));
        });
    }

    /// What operators say of a new credential.
    ///
    /// @param host the only host it may speak for; empty for whichever shows it first
    public record Draft(String name, Optional<String> host, Rights rights, String createdBy) {}

    /// A token, for one node, within the next hour.
    public Issued token(Draft draft) {
        Instant end = clock.instant().plus(TOKEN_LIFE);
        Bounds bounds = new Bounds(Optional.of(end), Optional.empty());
        return database.inTransaction(transaction -> issue(transaction, Purpose.TOKEN, draft, bounds));
    }

    /// Until when a credential works, and what has to sign with it.
    private record Bounds(Optional<Instant> end, Optional<String> publicKey) {}

    private Issued issue(Transaction transaction, Purpose purpose, Draft draft, Bounds bounds) {
        NodeSecret secret = NodeSecret.generate(purpose, random);
        Instant now = clock.instant();
        KeyRow row = new KeyRow(
                TimeOrdered.uuid(now.toEpochMilli()).toString(),
                word(purpose),
                secret.prefix(),
                hasher.hash(secret.text()),
                draft.name(),
                draft.host(),
                draft.rights().models(),
                draft.rights().tenants(),
                JsonCodec.write(draft.rights().labels()).toString(),
                draft.createdBy(),
                now,
                bounds.end(),
                Optional.empty(),
                Optional.empty(),
                bounds.publicKey());
        transaction.attach(NodeKeyTable.class).insert(row);
        transaction.bump(TOPIC, this::reload);
        return new Issued(key(row), secret.text());
    }

    /// Every credential that was issued, newest first.
    public List<NodeKey> all() {
        return table.all().stream().map(NodeKeys::key).toList();
    }

    /// Makes a credential worthless.
    ///
    /// Errors: NotFound `node_key_not_found`, also for one that was revoked before.
    public void revoke(String id) {
        database.useTransaction(transaction -> {
            if (transaction.attach(NodeKeyTable.class).revoke(id, clock.instant()) == 0) {
                throw new NotFound("node_key_not_found", "There is no such node key, or it was revoked.").asException();
            }
            transaction.bump(TOPIC, this::reload);
        });
    }

    private static NodeKey key(KeyRow row) {
        Purpose purpose = Purpose.valueOf(row.purpose().toUpperCase(Locale.ROOT));
        return new NodeKey(
                row.id(),
                purpose == Purpose.KEY ? Kind.KEY : Kind.TOKEN,
                row.name(),
                row.hostId(),
                NodeSecret.preview(purpose, row.prefix()),
                rights(row),
                row.createdBy(),
                row.createdAt(),
                row.expiresAt(),
                row.usedAt(),
                row.revokedAt(),
                row.publicKey().isPresent());
    }

    private static Rights rights(KeyRow row) {
        Map<String, String> labels = new HashMap<>();
        Json.parse(row.labels())
                .fields()
                .forEach(label -> labels.put(label.name(), label.value().text()));
        return new Rights(row.allowedModels(), row.tenants(), labels);
    }

    private static String word(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    private static RuntimeException invalid() {
        return new NotAuthenticated("invalid_node_key").asException();
    }
}
