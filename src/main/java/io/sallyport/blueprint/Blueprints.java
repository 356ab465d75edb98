package io.sallyport.blueprint;

import io.sallyport.blueprint.Sections.Keepers;
import io.sallyport.database.Database;
import io.sallyport.door.InnerDoor;
import io.sallyport.door.JsonCall;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Refusal.BadRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All that operators keep in the database as one document: exported, compared, applied, and brought back.
///
/// A blueprint is written by the very routes that operators have for single things. A plan does all of it in a
/// transaction that is not kept, and says what differs then; so it cannot be wrong about what an apply would
/// do. Errors: BadRequest that names everything that is wrong with a blueprint that is to be applied; NotFound
/// for an unknown revision.
/// Threads: safe; every method waits for the database.
final class Blueprints {
    /// Another apply may go on for a while.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SECRETS = "secrets";
    private static final String OTHERS = "<others are given>";

    private final Database database;
    private final InnerDoor door;
    private final List<Section> sections;
    private final Revisions revisions;

    Blueprints(Database database, InnerDoor door, Keepers keepers, Clock clock) {
        this.database = database;
        this.door = door;
        this.sections = Sections.of(keepers);
        this.revisions = new Revisions(database, clock);
    }

    /// What was done.
    ///
    /// @param revision empty when there was nothing to do
    record Applied(Plan plan, Optional<Long> revision) {}

    Revisions revisions() {
        return revisions;
    }

    Snapshot current(JsonCall call) {
        return Snapshot.taken(new Desk(door, call), sections);
    }

    Plan plan(JsonCall call, Json blueprint) {
        return plan(call, Wanted.of(blueprint, sections));
    }

    private Plan plan(JsonCall call, Wanted wanted) {
        Set<List<String>> rekeyed = rekeyed(call, wanted);
        return database.rehearse(transaction -> {
            transaction.allow(PATIENCE);
            return run(new Desk(door, call), wanted, rekeyed, (_, _) -> true);
        });
    }

    /// @param deed what the revision is to say
    Applied apply(JsonCall call, Json blueprint, String deed) {
        Wanted wanted = Wanted.of(blueprint, sections);
        Plan plan = plan(call, wanted);
        require(plan);
        if (plan.changes().isEmpty()) {
            return new Applied(plan, Optional.empty());
        }
        Set<List<String>> changed = plan.changes().stream()
                .map(change -> List.of(change.section(), change.name()))
                .collect(Collectors.toSet());
        Run.Scope scope = (section, key) -> changed.contains(List.of(section, key));
        Set<List<String>> rekeyed = rekeyed(call, wanted);
        return database.inTransaction(transaction -> {
            transaction.allow(PATIENCE);
            revisions.takeTurn();
            String by = call.principal().name();
            revisions.keepFound(current(call), by);
            Plan done = run(new Desk(door, call), wanted, rekeyed, scope);
            require(done);
            return new Applied(
                    new Plan(done.changes(), List.of(), plan.notices()),
                    Optional.of(revisions.keep(current(call), by, deed)));
        });
    }

    private static void require(Plan plan) {
        if (!plan.faults().isEmpty()) {
            String all = plan.faults().stream()
                    .map(fault -> fault.path().isEmpty() ? fault.message() : fault.path() + ": " + fault.message())
                    .collect(Collectors.joining("; "));
            throw new BadRequest(
                            "invalid_blueprint", all, plan.faults().getFirst().path())
                    .asException();
        }
    }

    private Plan run(Desk desk, Wanted wanted, Set<List<String>> rekeyed, Run.Scope scope) {
        Snapshot before = Snapshot.taken(desk, sections);
        List<Fault> faults = new Run(desk, sections, before, wanted, scope).go();
        Snapshot after = Snapshot.taken(desk, sections);
        List<PlannedChange> changes = new ArrayList<>();
        for (Section section : sections) {
            List<Thing> made = after.of(section.name());
            changes.addAll(PlannedChange.between(
                    section.name(), before.of(section.name()), marked(section.name(), made, rekeyed)));
        }
        return new Plan(changes, faults, desk.notices());
    }

    /// Things that stay, and are given other secrets than the stored ones: no snapshot shows that.
    private Set<List<String>> rekeyed(JsonCall call, Wanted wanted) {
        Set<List<String>> rekeyed = wanted.elements().values().stream()
                .flatMap(List::stream)
                .filter(element -> element.section().givesOtherSecrets(element.json()))
                .map(element -> List.of(element.section().name(), element.key()))
                .collect(Collectors.toCollection(HashSet::new));
        if (!rekeyed.isEmpty()) {
            Set<List<String>> kept = new HashSet<>();
            current(call)
                    .things()
                    .forEach((section, things) -> things.forEach(thing -> kept.add(List.of(section, thing.key()))));
            rekeyed.retainAll(kept);
        }
        return rekeyed;
    }

    private static List<Thing> marked(String section, List<Thing> made, Set<List<String>> rekeyed) {
        return made.stream()
                .map(thing -> rekeyed.contains(List.of(section, thing.key())) ? marked(thing) : thing)
                .toList();
    }

    private static Thing marked(Thing thing) {
        Json element = JsonObject.from(thing.element()).put(SECRETS, OTHERS).toJson();
        return new Thing(thing.key(), thing.id(), element);
    }
}
