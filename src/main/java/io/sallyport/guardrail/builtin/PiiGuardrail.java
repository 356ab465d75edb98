package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Detector;
import io.sallyport.guardrail.Finding;
import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Substitute;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Masks or refuses what belongs to people, and secrets: mail addresses, phone numbers, cards, keys and the
/// like.
///
/// Nothing leaves the gateway for it (requirements GU13, GU14, GU16).
public final class PiiGuardrail implements Guardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = new GuardrailKind(
            "pii", "Masks or refuses personal data and secrets; nothing leaves the gateway.", PiiGuardrail::read);

    private static final Set<String> USUAL =
            Set.of("email", "phone", "ip_address", "payment_card", "iban", "secret", "national_id");

    private final Detector detector;
    private final Action action;

    private PiiGuardrail(Detector detector, Action action) {
        this.detector = detector;
        this.action = action;
    }

    /// What is done with what is found.
    enum Action {
        MASK,
        BLOCK
    }

    /// What stands under `config`.
    ///
    /// @param kinds what is looked for; the usual kinds without it
    /// @param regions countries whose phone numbers are known without their country, such as `DE`
    /// @param names further words to look for: names of people, projects, places
    private record Config(
            Optional<List<String>> kinds,
            Optional<List<String>> regions,
            Optional<List<String>> names,
            Optional<Action> action) {}

    private static Guardrail read(Json json) {
        Config config = JsonCodec.read(json, Config.class);
        return of(
                config.kinds().<Set<String>>map(LinkedHashSet::new).orElse(USUAL),
                config.regions().orElse(List.of()),
                config.names().orElse(List.of()),
                config.action().orElse(Action.MASK));
    }

    /// One that refuses does not mask: it has to see a whole text.
    static Guardrail of(Set<String> kinds, List<String> regions, List<String> names, Action action) {
        List<Recogniser> recognisers = new ArrayList<>(PersonalRecords.of(kinds, regions));
        if (!names.isEmpty()) {
            recognisers.add(PersonalRecords.listed("name", names));
        }
        PiiGuardrail made = new PiiGuardrail(new Detector(recognisers), action);
        return action == Action.MASK ? new Masks(made) : made;
    }

    @Override
    public Verdict check(Content content) {
        FoundKinds kinds = new FoundKinds();
        Map<String, String> texts = new HashMap<>();
        for (Piece piece : content.pieces()) {
            List<Finding> found = detector.findings(piece.text());
            found.forEach(finding -> kinds.add(finding.kind()));
            if (!found.isEmpty() && action == Action.MASK) {
                texts.put(piece.place(), detector.mask(piece.text(), Substitute.LABEL));
            }
        }
        if (kinds.isEmpty()) {
            return Passed.CLEAN;
        }
        return action == Action.MASK ? new Replaced(texts, kinds.toString()) : new Blocked(kinds.toString(), 1);
    }

    /// The same for streams, too.
    private record Masks(PiiGuardrail guardrail) implements Masking {
        @Override
        public Verdict check(Content content) {
            return guardrail.check(content);
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            return guardrail.detector.stream((kind, value) -> {
                found.accept(kind);
                return Substitute.LABEL.of(kind, value);
            });
        }
    }
}
