package io.sallyport.app;

import io.sallyport.admin.PolicyRoutes;
import io.sallyport.admin.ProfileRoutes;
import io.sallyport.app.settings.TermsSettings;
import io.sallyport.crypto.Seal;
import io.sallyport.database.Database;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.PersonalKeys;
import io.sallyport.key.Reveal;
import io.sallyport.policy.Acceptances;
import io.sallyport.policy.ConfiguredPolicies;
import io.sallyport.policy.Policies;
import io.sallyport.policy.Title;
import io.sallyport.portal.TermsRoutes;
import io.sallyport.profile.Access;
import io.sallyport.profile.BackendProfileSnapshot;
import io.sallyport.profile.BackendProfiles;
import io.sallyport.profile.Bundle;
import io.sallyport.profile.ConfiguredProfiles;
import io.sallyport.profile.Entitlements;
import io.sallyport.profile.KeyRules;
import io.sallyport.profile.Recording;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Everything that knows terms: policies, who accepted them, backend profiles, and who may have keys for those.
final class Terms {
    private final Database database;
    private final Clock clock;
    private final Predicate<String> backendExists;
    private final Policies policies;
    private final Acceptances acceptances;
    private final BackendProfiles profiles;
    private final Entitlements entitlements;
    private final ConfiguredPolicies configuredPolicies;
    private final ConfiguredProfiles configuredProfiles;

    Terms(Database database, Predicate<String> backendExists, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.backendExists = backendExists;
        this.policies = new Policies(database, clock);
        this.acceptances = new Acceptances(database, policies, clock);
        this.profiles = new BackendProfiles(
                database, this::isBackend, id -> policies.find(id).isPresent(), clock);
        this.entitlements = new Entitlements(profiles, policies, acceptances);
        this.configuredPolicies = new ConfiguredPolicies(clock);
        this.configuredProfiles = new ConfiguredProfiles(clock);
    }

    /// Writes what the configuration says into the database, at the start and after each reload of the file.
    /// Instances that do so at once wait for each other.
    void configure(TermsSettings settings) {
        database.useTransaction(transaction -> {
            configuredPolicies.write(transaction, settings.policies());
            configuredProfiles.write(transaction, settings.profiles(), policies.list(), this::isBackend);
        });
        profiles.reload();
    }

    /// Takes over what another instance changed.
    void reload() {
        profiles.reload();
    }

    private boolean isBackend(String name) {
        return name.equals(Access.EVERY) || backendExists.test(name);
    }

    /// Makes a first backend profile that reaches everything, where there is none, so that people can make keys
    /// at once.
    void makeFirst() {
        profiles.createFirst(new Bundle(
                new Title("Everything", "Every backend of this gateway. Made at the first start."),
                new Access(List.of(), List.of(Access.EVERY), Optional.empty(), LossPolicy.ALLOW),
                new Recording(true, false),
                new KeyRules(Optional.empty(), false, KeyRules.USUAL_KEYS, false),
                List.of(),
                List.of()));
    }

    Entitlements entitlements() {
        return entitlements;
    }

    /// The backend profiles of this moment, for calls.
    BackendProfileSnapshot profiles() {
        return profiles.current();
    }

    /// The keys people make for themselves on these terms.
    PersonalKeys personalKeys(ApiKeys keys, Seal seal, Reveal reveal) {
        Optional<Seal> keeping = reveal == Reveal.OWNER ? Optional.of(seal) : Optional.empty();
        return new PersonalKeys(database, keys, new PersonalKeys.Terms(entitlements, acceptances), keeping, clock);
    }

    /// The JSON of policies, backend profiles and acceptances, for operators and for people.
    List<JsonRoute> routes() {
        List<JsonRoute> routes = new ArrayList<>();
        routes.addAll(new PolicyRoutes(policies, acceptances).list());
        routes.addAll(new ProfileRoutes(profiles).list());
        routes.addAll(new TermsRoutes(entitlements, policies, acceptances).list());
        return routes;
    }
}
