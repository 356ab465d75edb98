package io.sallyport.guardrail.builtin;

import io.sallyport.crypto.TextDigest;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.GuardrailKind.Home;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.builtin.FindingGuardrail.Action;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Masks or refuses what belongs to people, and secrets: mail addresses, phone numbers, cards, keys and the
/// like.
///
/// Nothing leaves the gateway for it (requirements GU13, GU14, GU16).
public final class PiiGuardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = new GuardrailKind(
            "pii",
            "Masks or refuses personal data and secrets; nothing leaves the gateway.",
            PiiGuardrail::read,
            Set.of("names_file"),
            Home.ANYWHERE);

    private static final Set<String> USUAL =
            Set.of("email", "phone", "ip_address", "payment_card", "iban", "secret", "national_id");

    private PiiGuardrail() {}

    /// What stands under `config`.
    ///
    /// @param kinds what is looked for; the usual kinds without it
    /// @param regions countries whose phone numbers are known without their country, such as `DE`
    /// @param names further words to look for: names of people, projects, places
    /// @param namesFile a file with more of them, one on each line
    private record Config(
            Optional<List<String>> kinds,
            Optional<List<String>> regions,
            Optional<List<String>> names,
            Optional<String> namesFile,
            Optional<Action> action) {}

    private static Guardrail read(Json json) {
        Config config = JsonCodec.read(json, Config.class);
        Set<String> kinds = config.kinds().<Set<String>>map(LinkedHashSet::new).orElse(USUAL);
        List<Recogniser> recognisers =
                new ArrayList<>(PersonalRecords.of(kinds, config.regions().orElse(List.of())));
        List<String> listed = config.namesFile().map(NameFile::read).orElse(List.of());
        List<String> names = Stream.concat(config.names().orElse(List.of()).stream(), listed.stream())
                .toList();
        if (!names.isEmpty()) {
            recognisers.add(PersonalRecords.listed("name", names));
        }
        String state = listed.isEmpty() ? "" : TextDigest.of(listed).text();
        return FindingGuardrail.of(recognisers, config.action().orElse(Action.MASK), state);
    }
}
