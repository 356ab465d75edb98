package io.sallyport.provider;

import io.sallyport.crypto.Seal;
import io.sallyport.database.Database;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.provider.BackendTable.BackendRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The backends that operators keep in the database: list, create, edit, delete.
///
/// Configured backends have a copy there, which can be listed and not changed. Credentials are sealed and never
/// shown again. Every change is one transaction that makes the topic `backends` known to all instances.
/// Errors: NotFound `backend_not_found`; NotAllowed `config_owned`; Conflict `backend_exists`; BadRequest with
/// the field
/// for a value that cannot be.
/// Threads: safe; [#current()] is a field read, the others wait for the database.
public final class ManagedBackends {
    /// Topic of [io.sallyport.database.Changes] for backends.
    public static final String TOPIC = "backends";

    private static final Logger LOG = LoggerFactory.getLogger(ManagedBackends.class);

    private final Database database;
    private final BackendTable table;
    private final BackendRowForm form;
    private final BackendMerge merge;
    private final Supplier<BackendTerms> terms;
    private final Set<String> kinds;
    private final Clock clock;
    private volatile List<Backend> current = List.of();
    private volatile Runnable changed = () -> {};

    public ManagedBackends(
            Database database, Seal seal, List<ProviderKind> kinds, Supplier<BackendTerms> terms, Clock clock) {
        this.database = database;
        this.table = database.attach(BackendTable.class);
        this.form = new BackendRowForm(seal);
        this.merge = new BackendMerge(form, kinds);
        this.terms = terms;
        this.kinds = kinds.stream().map(ProviderKind::word).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /// Calls an action after every change made here, so that this instance does not wait to be notified of its
    /// own.
    public void onChange(Runnable action) {
        changed = action;
    }

    /// An edited backend.
    ///
    /// @param secretsDropped whether key and headers went because they had been given for another host
    public record Edited(ManagedBackend backend, boolean secretsDropped) {}

    /// The backends that operators added, as calls use them; those of the last [#reload()].
    public List<Backend> current() {
        return current;
    }

    /// Takes over what the database says, at the start and whenever [#TOPIC] or the terms changed.
    public synchronized void reload() {
        BackendTerms now = terms.get();
        current = table.all().stream()
                .filter(row -> row.source().equals(Backend.ADMIN))
                .filter(this::isKnown)
                .map(row -> form.backend(row, now))
                .toList();
    }

    /// A newer program may have stored a kind that this one does not know.
    private boolean isKnown(BackendRow row) {
        if (!kinds.contains(row.kind())) {
            LOG.atWarn()
                    .addKeyValue("backend", row.name())
                    .addKeyValue("kind", row.kind())
                    .log("backend_kind_unknown");
            return false;
        }
        return true;
    }

    /// Every backend of the database, configured ones too, by name.
    public List<ManagedBackend> all() {
        return table.all().stream().map(this::managed).toList();
    }

    /// @param word id or name
    public Optional<ManagedBackend> find(String word) {
        return table.find(word).map(this::managed);
    }

    /// As [#find(String)], where there must be one.
    public ManagedBackend get(String word) {
        return find(word).orElseThrow(() -> notFound(word));
    }

    public ManagedBackend create(String name, BackendDraft draft) {
        BackendRow row = fresh(name, draft);
        database.useTransaction(transaction -> {
            if (transaction.attach(BackendTable.class).insert(row) == 0) {
                throw new Conflict("backend_exists", "The backend '" + row.name() + "' exists already.").asException();
            }
            transaction.bump(TOPIC, changed);
        });
        return get(row.id());
    }

    /// @param word id or name
    public Edited edit(String word, BackendDraft draft) {
        BackendMerge.Merged merged = database.inTransaction(transaction -> {
            BackendTable rows = transaction.attach(BackendTable.class);
            BackendMerge.Merged next = merge.onto(changeable(rows, word), draft, terms.get(), clock.instant());
            rows.update(next.row());
            transaction.bump(TOPIC, changed);
            return next;
        });
        return new Edited(get(merged.row().id()), merged.secretsDropped());
    }

    /// @param word id or name
    /// @return what was there
    public ManagedBackend delete(String word) {
        BackendRow gone = database.inTransaction(transaction -> {
            BackendTable rows = transaction.attach(BackendTable.class);
            BackendRow row = changeable(rows, word);
            rows.delete(row.id());
            transaction.bump(TOPIC, changed);
            return row;
        });
        return managed(gone);
    }

    /// The backend a draft would make, for trying it before it is stored.
    public Backend draft(String name, BackendDraft draft) {
        return form.backend(fresh(name, draft), terms.get());
    }

    /// Takes over the copy of what is configured, by name: rows whose names left the file go, rows of operators
    /// stay as they are.
    ///
    /// @param places where each stands, by name
    /// @return configured names that belong to rows of operators; those rows hold
    public Set<String> configure(List<Backend> configured, Function<String, String> places) {
        return database.inTransaction(transaction ->
                new ConfiguredCopies(transaction.attach(BackendTable.class), clock.instant()).take(configured, places));
    }

    private BackendRow fresh(String name, BackendDraft draft) {
        Instant now = clock.instant();
        String id = TimeOrdered.uuid(now.toEpochMilli()).toString();
        return merge.fresh(id, BackendRules.name(name), draft, terms.get(), now);
    }

    private BackendRow changeable(BackendTable rows, String word) {
        BackendRow row = rows.lock(word).orElseThrow(() -> notFound(word));
        if (row.source().equals(Backend.CONFIG)) {
            throw new NotAllowed(
                            "config_owned",
                            "The backend '" + row.name() + "' stands in " + row.place() + "; change it there.")
                    .asException();
        }
        return row;
    }

    private ManagedBackend managed(BackendRow row) {
        return new ManagedBackend(
                row.id(), form.backend(row, terms.get()), row.place(), row.version(), row.createdAt(), row.updatedAt());
    }

    private static RuntimeException notFound(String word) {
        return new NotFound("backend_not_found", "There is no backend '" + word + "'.").asException();
    }
}
