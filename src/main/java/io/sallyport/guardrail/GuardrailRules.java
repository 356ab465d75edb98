package io.sallyport.guardrail;

import io.sallyport.crypto.Seal;
import io.sallyport.database.Database;
import io.sallyport.guardrail.GuardrailRule.Origin;
import io.sallyport.guardrail.GuardrailRuleTable.RuleRow;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The guardrails that operators keep in the database, on top of those of the settings.
///
/// Errors: NotFound `guardrail_not_found`; NotAllowed `config_owned`, naming file and line, for one of the
/// settings; Conflict `name_taken` for the name of another one at the same door.
/// Threads: safe; every method waits for the database. A change holds here at once, and on other instances
/// within a second.
public final class GuardrailRules {
    /// What [io.sallyport.database.Changes] calls changes of guardrails.
    public static final String TOPIC = "guardrails";

    private final Database database;
    private final GuardrailRuleTable table;
    private final GuardrailMaking making;
    private final Guardrails guardrails;
    private final Clock clock;

    /// @param guardrails takes over what is stored
    public GuardrailRules(Database database, List<GuardrailKind> kinds, Seal seal, Guardrails guardrails, Clock clock) {
        this.database = database;
        this.table = database.attach(GuardrailRuleTable.class);
        this.making =
                new GuardrailMaking(kinds, seal, () -> guardrails.settings().patience());
        this.guardrails = guardrails;
        this.clock = clock;
    }

    /// Takes over what is stored, at the start and whenever it or the settings changed.
    public synchronized void reload() {
        guardrails.store(all().stream()
                .filter(StoredGuardrail::isEnabled)
                .map(StoredGuardrail::rule)
                .toList());
    }

    /// Every stored one, by name; also those that are switched off.
    public List<StoredGuardrail> all() {
        return table.list().stream().map(making::stored).toList();
    }

    public StoredGuardrail get(UUID id) {
        return table.find(id).map(making::stored).orElseThrow(() -> missing(id));
    }

    public StoredGuardrail add(GuardrailDraft draft) {
        requireFree(draft);
        UUID id = TimeOrdered.uuid(clock.millis());
        RuleRow row = making.row(id, draft, Optional.empty(), clock.instant());
        database.useTransaction(transaction -> {
            if (transaction.attach(GuardrailRuleTable.class).insert(row) == 0) {
                throw taken(draft);
            }
            transaction.bump(TOPIC, this::reload);
        });
        return get(id);
    }

    /// Says anew what a guardrail is; secrets that are shown as stars stay.
    public StoredGuardrail replace(UUID id, GuardrailDraft draft) {
        requireFree(draft);
        database.useTransaction(transaction -> {
            GuardrailRuleTable rows = transaction.attach(GuardrailRuleTable.class);
            RuleRow before = rows.lock(id).orElseThrow(() -> missing(id));
            if (rows.update(making.row(id, draft, Optional.of(before), clock.instant())) == 0) {
                throw taken(draft);
            }
            transaction.bump(TOPIC, this::reload);
        });
        return get(id);
    }

    public void remove(UUID id) {
        database.useTransaction(transaction -> {
            if (transaction.attach(GuardrailRuleTable.class).delete(id) == 0) {
                throw missing(id);
            }
            transaction.bump(TOPIC, this::reload);
        });
    }

    private void requireFree(GuardrailDraft draft) {
        boolean isTaken = guardrails.settings().rules().stream()
                .anyMatch(rule -> rule.layer() == draft.layer() && rule.name().equals(draft.name()));
        if (isTaken) {
            throw taken(draft);
        }
    }

    private static RuntimeException taken(GuardrailDraft draft) {
        return new Conflict("name_taken", "There is a guardrail '" + draft.name() + "' at this door already.")
                .asException();
    }

    private RuntimeException missing(UUID id) {
        return guardrails.settings().rules().stream()
                .map(GuardrailRule::origin)
                .filter(origin -> origin.id().equals(id))
                .findFirst()
                .flatMap(Origin::place)
                .<RuntimeException>map(place -> new NotAllowed(
                                "config_owned", "This guardrail stands in " + place + "; change it there.")
                        .asException())
                .orElseGet(() -> new NotFound("guardrail_not_found", "There is no such guardrail.").asException());
    }
}
