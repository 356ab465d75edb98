package io.sallyport.blueprint;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.blueprint.Blueprints.Applied;
import io.sallyport.blueprint.Sections.Keepers;
import io.sallyport.database.Database;
import io.sallyport.door.InnerDoor;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.json.Json;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.provider.ManagedBackends;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Blueprints for operators: show, plan, apply, look back.
public final class BlueprintRoutes {
    private static final String HOME = "/admin/api/blueprint";
    private static final String REVISIONS = HOME + "/revisions";

    private final Blueprints blueprints;

    /// @param door to the routes that a blueprint is written by
    /// @param backends who knows their keys, which are compared and never shown
    /// @param guardrails who knows what they are told
    public BlueprintRoutes(
            Database database, InnerDoor door, ManagedBackends backends, GuardrailRules guardrails, Clock clock) {
        this.blueprints = new Blueprints(database, door, new Keepers(backends, guardrails), clock);
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        HOME,
                        "Show all that operators keep in the database, without secrets",
                        BlueprintView.class,
                        this::show),
                JsonRoute.taking(
                                OPERATE,
                                BlueprintBody.class,
                                "POST " + HOME + "/plan",
                                "Say what applying a blueprint or a revision would change; nothing is done",
                                BlueprintPlan.class,
                                this::plan)
                        .asking(),
                JsonRoute.taking(
                        OPERATE,
                        BlueprintBody.class,
                        "PUT " + HOME,
                        "Apply a blueprint, or bring back a revision, all or nothing",
                        BlueprintPlan.class,
                        this::apply),
                JsonRoute.get(
                        OPERATE,
                        REVISIONS,
                        "List the revisions that are kept, newest first",
                        RevisionPage.class,
                        _ -> new RevisionPage(blueprints.revisions().list())),
                JsonRoute.get(
                        OPERATE,
                        REVISIONS + "/{number}",
                        "Show the blueprint of a revision",
                        RevisionView.class,
                        call -> new RevisionView(blueprints.revisions().blueprint(number(call)))));
    }

    private BlueprintView show(JsonCall call) {
        Snapshot now = blueprints.current(call);
        String digest = now.digest();
        Optional<Long> revision = blueprints
                .revisions()
                .newest()
                .filter(newest -> newest.digest().equals(digest))
                .map(Revision::number);
        return new BlueprintView(
                revision,
                digest,
                now.section("tenants"),
                now.section("projects"),
                now.section("groups"),
                now.section("policies"),
                now.section("backends"),
                now.section("models"),
                now.section("rules"),
                now.section("prices"),
                now.section("profiles"),
                now.section("guardrails"),
                now.section("limits"));
    }

    private BlueprintPlan plan(JsonCall call, BlueprintBody body) {
        Plan plan = blueprints.plan(call, wanted(body));
        return new BlueprintPlan(plan.changes(), plan.faults(), plan.notices(), Optional.empty());
    }

    private BlueprintPlan apply(JsonCall call, BlueprintBody body) {
        String deed = body.revision().isPresent() ? "rollback" : "apply";
        Applied applied = blueprints.apply(call, wanted(body), deed);
        Plan plan = applied.plan();
        return new BlueprintPlan(plan.changes(), plan.faults(), plan.notices(), applied.revision());
    }

    private Json wanted(BlueprintBody body) {
        if (body.blueprint().isPresent() == body.revision().isPresent()) {
            throw new BadRequest("invalid_value", "Give either a blueprint or the number of a revision.").asException();
        }
        return body.blueprint()
                .orElseGet(
                        () -> blueprints.revisions().blueprint(body.revision().orElseThrow()));
    }

    private static long number(JsonCall call) {
        return call.path("number", Long::parseLong, "revision");
    }

    /// What an operator wants.
    ///
    /// @param blueprint sections as [BlueprintView] shows them; those it does not have stay as they are
    /// @param revision number of one that is to hold again
    record BlueprintBody(Optional<Json> blueprint, Optional<Long> revision) {}

    /// All that operators keep in the database; `<kept>` stands for secrets.
    ///
    /// @param revision the newest one; absent when something was changed since
    /// @param digest the same for the same content
    record BlueprintView(
            Optional<Long> revision,
            String digest,
            Json tenants,
            Json projects,
            Json groups,
            Json policies,
            Json backends,
            Json models,
            Json rules,
            Json prices,
            Json profiles,
            Json guardrails,
            Json limits) {}

    /// What a blueprint changes.
    ///
    /// @param faults all that is wrong with it
    /// @param revision the one that was made; absent for a plan, and where there was nothing to change
    record BlueprintPlan(
            List<PlannedChange> changes, List<Fault> faults, List<String> notices, Optional<Long> revision) {}

    /// The revisions that are kept, newest first.
    record RevisionPage(List<Revision> data) {}

    /// One revision.
    record RevisionView(Json blueprint) {}
}
