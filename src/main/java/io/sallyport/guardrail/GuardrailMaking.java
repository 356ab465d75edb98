package io.sallyport.guardrail;

import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.guardrail.GuardrailKind.Home;
import io.sallyport.guardrail.GuardrailRule.Origin;
import io.sallyport.guardrail.GuardrailRuleTable.RuleRow;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.yaml.Masked;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Makes rows of what operators say of guardrails, and guardrails of rows.
///
/// Threads: safe.
final class GuardrailMaking {
    private final List<GuardrailKind> kinds;
    private final Seal seal;
    private final Supplier<Duration> patience;

    /// @param patience longest wait where nothing is said
    GuardrailMaking(List<GuardrailKind> kinds, Seal seal, Supplier<Duration> patience) {
        this.kinds = kinds;
        this.seal = seal;
        this.patience = patience;
    }

    /// The row of a draft that was found good.
    ///
    /// Errors: BadRequest with the field; NotAllowed `settings_only` for what only the settings may say.
    ///
    /// @param before the row in whose place it comes; what it has stars for is taken from there
    RuleRow row(UUID id, GuardrailDraft draft, Optional<RuleRow> before, Instant now) {
        Json config = before.map(row -> revealed(draft.told(), config(row))).orElse(draft.told());
        if (Masked.hasStars(config)) {
            throw invalid("A secret is missing: stars stand in its place.", "config");
        }
        GuardrailKind kind = kind(draft.type())
                .orElseThrow(() -> invalid("There is no guardrail of type '" + draft.type() + "'.", "type"));
        requireElsewhere(kind, config);
        try {
            var _ = kind.reader().apply(config);
        } catch (JsonProblem e) {
            throw invalid("config." + e.getMessage(), "config");
        } catch (IllegalArgumentException e) {
            throw invalid("config: " + e.getMessage(), "config");
        }
        return new RuleRow(
                id,
                draft.layer().name().toLowerCase(Locale.ROOT),
                draft.name(),
                JsonCodec.write(draft.telling(Optional.empty())).toString(),
                seal.seal(place(id), Secret.of(config.toString())),
                before.map(RuleRow::createdAt).orElse(now),
                now);
    }

    /// A key that was given for one address is not shown to another one.
    private static Json revealed(Json said, Json before) {
        if (Masked.hasStars(said)
                && !said.get("url").toString().equals(before.get("url").toString())) {
            throw invalid("Give the secret anew: it was given for another address.", "config");
        }
        return Masked.revealed(said, before);
    }

    private static void requireElsewhere(GuardrailKind kind, Json config) {
        boolean namesMachine = config.isObject()
                && config.fields().stream().anyMatch(field -> kind.ofMachine().contains(field.name()));
        if (kind.home() == Home.SETTINGS || namesMachine) {
            throw new NotAllowed(
                            "settings_only",
                            "What runs or reads things of the gateway's machine stands in its settings alone.")
                    .asException();
        }
    }

    /// A guardrail as it is stored. One that cannot be made any more can tell nothing, so that what follows is
    /// what its `on_failure` says.
    StoredGuardrail stored(RuleRow row) {
        GuardrailDraft draft = JsonCodec.read(Json.parse(row.rule()), GuardrailDraft.class);
        Json config = Json.object().toJson();
        Optional<String> problem = Optional.empty();
        Guardrail guardrail;
        try {
            config = config(row);
            guardrail = kind(draft.type())
                    .orElseThrow(() -> new IllegalArgumentException("this program has no such type"))
                    .reader()
                    .apply(config);
        } catch (JsonProblem | IllegalArgumentException | SealBroken e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            guardrail = _ -> {
                throw new GuardrailFailed("it cannot be set up");
            };
        }
        GuardrailDraft whole = draft.telling(Optional.of(config));
        return new StoredGuardrail(
                row.id(),
                draft.telling(Optional.of(Masked.of(config))),
                whole.toRule(Origin.stored(row.id()), guardrail, patience.get()),
                problem,
                row.createdAt(),
                row.updatedAt());
    }

    private Json config(RuleRow row) {
        return Json.parse(seal.open(place(row.id()), row.config()).reveal());
    }

    private Optional<GuardrailKind> kind(String type) {
        return kinds.stream().filter(kind -> kind.type().equals(type)).findFirst();
    }

    private static Place place(UUID id) {
        return new Place("guardrail_rule", id.toString(), "config");
    }

    private static RuntimeException invalid(String message, String param) {
        return new BadRequest("invalid_value", message, param).asException();
    }
}
