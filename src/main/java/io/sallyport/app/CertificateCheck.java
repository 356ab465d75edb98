package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import io.sallyport.certificate.CertificateState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How long the certificate of the main listener lasts, and what keeps the next one from coming.
record CertificateCheck(Supplier<CertificateState> certificate, Clock clock) implements StatusCheck {
    private static final String NAME = "certificate";

    /// Whoever renews certificates has done it long before.
    private static final Duration SOON = Duration.ofDays(7);

    @Override
    public List<Component> look() {
        return List.of(component(certificate.get()));
    }

    private Component component(CertificateState state) {
        String until = state.until().map(end -> "until " + end).orElse("there is none yet");
        String detail = state.problem().isEmpty() ? until : until + "; the last order: " + state.problem();
        return problem(state).isEmpty() ? Component.up(NAME, NAME, detail) : Component.down(NAME, NAME, detail);
    }

    /// What is wrong, in words that anybody may read.
    Optional<String> problem() {
        return problem(certificate.get());
    }

    private Optional<String> problem(CertificateState state) {
        Instant soon = clock.instant().plus(SOON);
        Optional<Instant> until = state.until();
        if (until.isEmpty()) {
            return Optional.of("there is none yet");
        }
        return until.filter(soon::isAfter).map(_ -> "ends soon, and was not renewed");
    }
}
