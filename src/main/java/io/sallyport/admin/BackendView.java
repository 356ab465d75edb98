package io.sallyport.admin;

import io.sallyport.admin.StatusCheck.Component;
import io.sallyport.admin.StatusCheck.State;
import io.sallyport.lang.Header;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BackendDraft.Shown;
import io.sallyport.provider.Listing;
import io.sallyport.provider.ManagedBackend;
import io.sallyport.routing.Probes.Probed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A backend as operators see it, without its secrets.
///
/// @param id the name where the database does not know the backend
/// @param keyPreview first and last characters of the gateway's key
/// @param credentialProblem why the gateway's key cannot be shown to the backend
/// @param headers names of the lines added to every call
/// @param options further words of its kind
/// @param labels what bounds of aliases and rules ask for
/// @param source config, admin or environment
/// @param place file and line of a configured one
/// @param readOnly whether it can only be changed where it stands
/// @param modelsSeen how many models its last good list had, which is the one in use
/// @param modelsSeenAt when it gave that list
/// @param resting targets that failed lately
record BackendView(
        String id,
        String name,
        String kind,
        String baseUrl,
        Shown credential,
        Optional<String> keyPreview,
        Optional<String> credentialProblem,
        List<String> headers,
        List<String> models,
        Map<String, String> options,
        Map<String, String> labels,
        long timeoutSeconds,
        boolean skipTlsVerify,
        boolean enabled,
        String source,
        String place,
        boolean readOnly,
        Optional<Long> version,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt,
        State status,
        String detail,
        Optional<Instant> probedAt,
        Optional<Long> latencyMs,
        Optional<Integer> modelsSeen,
        Optional<Instant> modelsSeenAt,
        List<Failing> resting) {

    /// A target that failed lately.
    ///
    /// @param restsUntil when it is tried again; absent when it does not rest
    record Failing(String target, int failures, Optional<Instant> restsUntil, String lastFailure) {}

    /// @param stored what the database says; empty for a backend that was found
    static BackendView of(Backend backend, Optional<ManagedBackend> stored, BackendSight sight) {
        Component component = sight.component(backend);
        Optional<Probed> probed = sight.probes().last(backend.name());
        Optional<Probed> good = sight.probes().lastGood(backend.name());
        return new BackendView(
                stored.map(ManagedBackend::id).orElse(backend.name()),
                backend.name(),
                backend.kind(),
                backend.baseUrl().toString(),
                shown(backend.credential()),
                preview(backend.credential()),
                problem(backend.credential()),
                backend.headers().stream().map(Header::name).toList(),
                backend.models(),
                backend.options(),
                backend.labels(),
                backend.timeout().toSeconds(),
                backend.skipTlsVerify(),
                backend.enabled(),
                backend.source(),
                stored.map(ManagedBackend::place).orElse(""),
                !backend.source().equals(Backend.ADMIN),
                stored.map(ManagedBackend::version),
                stored.map(ManagedBackend::createdAt),
                stored.map(ManagedBackend::updatedAt),
                component.state(),
                component.detail(),
                probed.map(Probed::at),
                component.latency().map(Duration::toMillis),
                good.map(Probed::listing).flatMap(Listing::models).map(List::size),
                good.map(Probed::at),
                sight.failing(backend.name()).stream()
                        .map(entry -> new Failing(
                                entry.getKey(),
                                entry.getValue().failures(),
                                Optional.of(entry.getValue().restsUntil())
                                        .filter(until -> !until.equals(Instant.EPOCH)),
                                entry.getValue().lastFailure()))
                        .toList());
    }

    private static Shown shown(Credential credential) {
        return switch (credential) {
            case Credential.None _ -> Shown.NONE;
            case Credential.Client _ -> Shown.CLIENT;
            case Credential.Own _, Credential.Token _, Credential.Missing _, Credential.Lost _ -> Shown.OWN;
        };
    }

    private static Optional<String> preview(Credential credential) {
        return credential instanceof Credential.Own own ? Optional.of(own.key().masked()) : Optional.empty();
    }

    private static Optional<String> problem(Credential credential) {
        return switch (credential) {
            case Credential.Missing missing ->
                Optional.of("the environment variable " + missing.variable() + " is not set");
            case Credential.Lost lost -> Optional.of(lost.why());
            case Credential.None _, Credential.Client _, Credential.Own _, Credential.Token _ -> Optional.empty();
        };
    }
}
