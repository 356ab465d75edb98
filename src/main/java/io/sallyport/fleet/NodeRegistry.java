package io.sallyport.fleet;

import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.fleet.FleetTable.HostRow;
import io.sallyport.fleet.NodeHost.Approval;
import io.sallyport.identity.AllowList;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The nodes that registered: hosts, their services, and how fresh all that is. PostgreSQL has the truth.
///
/// A heartbeat that says nothing new is kept in memory and written behind, for all hosts together, by
/// [#tick()]; one that changes what can be called is written at once and made known to all instances.
/// Errors: NotFound `host_not_registered` for a host that is not there; NotAllowed where a node wants more than
/// it may; Conflict `node_message_replayed` for what a node signed before something that was heard already;
/// BadRequest for what cannot be.
/// Threads: safe; [#current()] is a field read, the others may wait for the database.
public final class NodeRegistry {
    /// Topic of [io.sallyport.database.Changes] for nodes.
    public static final String TOPIC = "nodes";

    private final Database database;
    private final FleetTable table;
    private final Supplier<FleetSettings> settings;
    private final ServiceAddresses addresses;
    private final BeatGate gate;
    private final Clock clock;
    private final Map<String, NodeHost> hosts = new HashMap<>();
    private final Map<String, NodeHost> unwritten = new HashMap<>();
    private Instant lastRead = Instant.EPOCH;
    private volatile Fleet current = Fleet.NONE;
    private volatile Runnable changed = () -> {};

    public NodeRegistry(Database database, Supplier<FleetSettings> settings, Clock clock) {
        this.database = database;
        this.table = database.attach(FleetTable.class);
        this.settings = settings;
        this.addresses = new ServiceAddresses(settings);
        this.gate = new BeatGate(clock);
        this.clock = clock;
    }

    /// Calls an action whenever what can be called has changed.
    public void onChange(Runnable action) {
        changed = action;
    }

    /// Every node of this moment.
    public Fleet current() {
        return current;
    }

    /// A host id as it may be.
    ///
    /// Errors: BadRequest for one that cannot be.
    public static String host(String id) {
        return Registration.host(id);
    }

    /// Takes a host in, or in again.
    ///
    /// @param body what it says of itself
    public NodeHost register(NodeProof proof, Bytes body) {
        Registration said = Registration.read(body);
        gate.enter(said.host());
        heard(said.host()).ifPresent(known -> isNewTo(known, proof));
        List<NodeService> services = checked(proof, said.services().orElse(List.of()));
        List<String> tenants = tenants(proof, said);
        NodeHost host = database.inTransaction(transaction -> {
            // First, so that those who register at the same time are counted one after the other.
            transaction.bump(TOPIC);
            return register(transaction, proof, said, services, tenants);
        });
        take(host);
        return host;
    }

    private NodeHost register(
            Transaction transaction,
            NodeProof proof,
            Registration said,
            List<NodeService> services,
            List<String> tenants) {
        FleetTable rows = transaction.attach(FleetTable.class);
        Optional<NodeHost> before = rows.lock(said.host()).map(HostForm::host);
        speaksFor(proof, said.host(), before);
        before.ifPresent(known -> isNewTo(known, proof));
        if (before.isEmpty()
                && rows.count(tenants, said.host()) >= settings.get().mostHosts()) {
            throw new NotAllowed("too_many_nodes", "No more nodes may register; an operator can remove some.")
                    .asException();
        }
        Instant now = clock.instant();
        NodeHost host = new NodeHost(
                said.host(),
                said.name(),
                said.address(),
                proof.owner(),
                before.map(NodeHost::approval).orElseGet(() -> approval(proof)),
                said.told(),
                before.map(NodeHost::ordered).orElse(Availability.AVAILABLE),
                labels(proof, said),
                said.facts(),
                tenants,
                services,
                before.map(NodeHost::registeredAt).orElse(now),
                now,
                before.map(known -> returned(known, now)).orElse(Instant.EPOCH),
                proof.signedAt().orElse(Instant.EPOCH));
        rows.put(HostForm.row(host));
        return host;
    }

    private Approval approval(NodeProof proof) {
        boolean waits = settings.get().approval() == FleetSettings.Approval.REQUIRED && !proof.isNamed();
        return waits ? Approval.PENDING : Approval.APPROVED;
    }

    private static void speaksFor(NodeProof proof, String host, Optional<NodeHost> before) {
        boolean isOther = proof.host().filter(only -> !only.equals(host)).isPresent()
                || before.filter(known -> !known.owner().equals(proof.owner())).isPresent();
        if (isOther) {
            throw new NotAllowed("host_not_allowed", "This node key may not speak for the host '" + host + "'.")
                    .asException();
        }
    }

    /// A copy of what was heard before, or of what was overtaken, says nothing about how the node is now.
    private static void isNewTo(NodeHost known, NodeProof proof) {
        boolean isOld = proof.signedAt()
                .filter(signed -> !signed.isAfter(known.signedAt()))
                .isPresent();
        if (isOld) {
            throw new Conflict(
                            "node_message_replayed",
                            "This message was heard before, or a newer one was. Sign the present time.")
                    .asException();
        }
    }

    private static Map<String, String> labels(NodeProof proof, Registration said) {
        Map<String, String> labels = new HashMap<>(said.labels());
        labels.putAll(proof.rights().labels());
        return labels;
    }

    private static List<String> tenants(NodeProof proof, Registration said) {
        List<String> allowed = proof.rights().tenants();
        if (!allowed.isEmpty() && !allowed.containsAll(said.tenants())) {
            throw new NotAllowed("tenant_not_allowed", "This node key is not for all of these tenants.").asException();
        }
        return said.tenants().isEmpty() ? allowed : said.tenants();
    }

    private List<NodeService> checked(NodeProof proof, List<NodeService> services) {
        List<NodeService> checked = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            NodeService service = services.get(i);
            checkModels(proof, service);
            checked.add(service.at(addresses.checked(service.endpoint(), "services." + i + ".endpoint")));
        }
        return checked;
    }

    private static void checkModels(NodeProof proof, NodeService service) {
        AllowList allowed = AllowList.of(proof.rights().models());
        service.models().stream()
                .filter(model -> !allowed.allows(model))
                .findFirst()
                .ifPresent(model -> {
                    throw new NotAllowed("model_not_allowed", "This node key may not offer the model '" + model + "'.")
                            .asException();
                });
    }

    /// Hears a sign of life, and what the host says with it.
    public void beat(NodeProof proof, Bytes body) {
        Registration said = Registration.read(body);
        NodeHost before = known(said.host());
        speaksFor(proof, said.host(), Optional.of(before));
        isNewTo(before, proof);
        gate.enter(said.host());
        Instant now = clock.instant();
        NodeHost after = before.saying(said.told(), said.facts(), merged(proof, before, said))
                .seenAt(now, returned(before, now), proof.signedAt().orElse(Instant.EPOCH));
        if (after.withoutNumbers().equals(before.withoutNumbers())) {
            keep(after);
            return;
        }
        database.useTransaction(transaction -> {
            transaction.attach(FleetTable.class).seen(List.of(HostForm.row(after)));
            transaction.bump(TOPIC);
        });
        take(after);
    }

    private Instant returned(NodeHost host, Instant now) {
        return host.isStale(now, settings.get().staleAfter()) ? now : host.returnedAt();
    }

    private NodeHost known(String host) {
        return heard(host).or(() -> read(host)).orElseThrow(() -> notFound(host));
    }

    /// It may have registered at another instance a moment ago.
    private Optional<NodeHost> read(String host) {
        reload();
        return heard(host);
    }

    private synchronized Optional<NodeHost> heard(String host) {
        return Optional.ofNullable(hosts.get(host));
    }

    private static List<NodeService> merged(NodeProof proof, NodeHost host, Registration said) {
        Map<String, NodeService> told = new HashMap<>();
        for (NodeService service : said.services().orElse(List.of())) {
            if (host.services().stream().noneMatch(known -> known.id().equals(service.id()))) {
                throw new NotFound(
                                "service_not_registered",
                                "The service '" + service.id() + "' is not registered; register the host again.")
                        .asException();
            }
            checkModels(proof, service);
            told.put(service.id(), service);
        }
        return host.services().stream()
                .map(known -> Optional.ofNullable(told.get(known.id()))
                        .map(now -> known.with(now.state(), now.assets(), now.observed()))
                        .orElse(known))
                .toList();
    }

    /// What an operator says of a host; `available` takes it back.
    public void order(String host, Availability ordered) {
        change(host, rows -> rows.order(host, ordered.word()));
    }

    /// Lets a host serve.
    public void approve(String host) {
        change(host, rows -> rows.approve(host));
    }

    /// Forgets a host; one whose key still works may register again.
    public void remove(String host) {
        change(host, rows -> rows.delete(host));
    }

    private void change(String host, Change change) {
        database.useTransaction(transaction -> {
            if (change.apply(transaction.attach(FleetTable.class)) == 0) {
                throw notFound(host);
            }
            transaction.bump(TOPIC, this::reload);
        });
    }

    /// A statement about one host.
    private interface Change {
        int apply(FleetTable rows);
    }

    /// Takes over what the database says, at the start and whenever [#TOPIC] changed.
    public synchronized void reload() {
        List<HostRow> rows = table.all();
        hosts.keySet().retainAll(rows.stream().map(HostRow::id).toList());
        unwritten.keySet().retainAll(hosts.keySet());
        rows.forEach(this::merge);
        publish();
    }

    /// Writes what was heard here since the last time, reads what was heard elsewhere, and lets go of who is
    /// silent.
    public void tick() {
        List<HostRow> written = taken();
        if (!written.isEmpty()) {
            table.seen(written);
        }
        Instant since = lastRead();
        List<HostRow> rows = table.seenSince(since);
        synchronized (this) {
            rows.stream().filter(row -> hosts.containsKey(row.id())).forEach(this::merge);
            publish();
        }
    }

    private synchronized List<HostRow> taken() {
        List<HostRow> rows = unwritten.values().stream().map(HostForm::row).toList();
        unwritten.clear();
        return rows;
    }

    private synchronized Instant lastRead() {
        Instant since = lastRead;
        lastRead = clock.instant().minus(settings.get().staleAfter());
        return since;
    }

    /// Looks at the clock only: whoever has been silent for too long is let go of.
    public synchronized void look() {
        publish();
    }

    /// What was heard last holds; what operators said holds as the database has it.
    private void merge(HostRow row) {
        NodeHost stored = HostForm.host(row);
        NodeHost here = hosts.get(stored.id());
        if (here != null && here.lastSeen().isAfter(stored.lastSeen())) {
            NodeHost heard = stored.saying(here.told(), here.facts(), here.services());
            hosts.put(stored.id(), heard.seenAt(here.lastSeen(), here.returnedAt(), here.signedAt()));
        } else if (here != null && here.signedAt().isAfter(stored.signedAt())) {
            // Two messages of one moment: what was signed last must not be heard again.
            hosts.put(stored.id(), stored.seenAt(stored.lastSeen(), stored.returnedAt(), here.signedAt()));
        } else {
            hosts.put(stored.id(), stored);
        }
    }

    private synchronized void keep(NodeHost host) {
        hosts.put(host.id(), host);
        unwritten.put(host.id(), host);
    }

    private synchronized void take(NodeHost host) {
        hosts.put(host.id(), host);
        publish();
    }

    private void publish() {
        Fleet before = current;
        Fleet next = Fleet.of(hosts.values(), clock.instant(), settings.get().staleAfter(), before.generation());
        if (next.leadsLike(before)) {
            current = next;
            return;
        }
        current = Fleet.of(hosts.values(), clock.instant(), settings.get().staleAfter(), before.generation() + 1);
        changed.run();
    }

    private static RuntimeException notFound(String host) {
        return new NotFound("host_not_registered", "There is no host '" + host + "'; it has to register first.")
                .asException();
    }
}
