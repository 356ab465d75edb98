package io.sallyport.app.settings;

import io.sallyport.idempotency.IdempotencySettings;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import java.time.Duration;

/// Declares `idempotency`.
final class IdempotencySection {
    private static final Kind<Duration> LIFE = Kind.duration(Duration.ofMinutes(1), Duration.ofDays(7));

    private IdempotencySection() {}

    static IdempotencySettings read(Section root, DeploymentProfile profile) {
        return root.section(
                "idempotency",
                "Calls with an Idempotency-Key, which are answered once.",
                section -> settings(section, profile));
    }

    private static IdempotencySettings settings(Section idempotency, DeploymentProfile profile) {
        IdempotencySettings usual = IdempotencySettings.DEFAULT;
        return new IdempotencySettings(
                idempotency
                        .key("enabled", "Heeds the request header Idempotency-Key.")
                        .on(),
                idempotency.key("life", "How long a key is remembered.").or(LIFE, usual.life()),
                idempotency
                        .key("keys_per_tenant", "Keys of one tenant that are remembered at a time.")
                        .or(Kind.number(1, 10_000_000), usual.keysPerTenant()),
                idempotency
                        .key(
                                "keep_answers",
                                "Keeps answers, sealed, to give them again; else only that there was one."
                                        + " Default: true, in foundation false.")
                        .optional(Kind.SWITCH)
                        .orElse(profile != DeploymentProfile.FOUNDATION),
                idempotency
                        .key("max_answer_size", "Bytes of the largest answer that is kept.")
                        .or(Kind.BYTES, usual.maxAnswerSize()));
    }
}
