package io.sallyport.blueprint;

import io.sallyport.guardrail.GuardrailDraft;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.guardrail.StoredGuardrail;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.yaml.Masked;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Guardrails that operators added, which name their tenants; secrets of their config stand in no blueprint.
final class GuardrailWording implements Wording {
    private static final String CONFIG = "config";
    private static final String TENANTS = "tenants";

    /// What routes show in the place of a secret, and take for one that stays.
    private static final String STARS = "\"****\"";

    private static final String KEPT = '"' + BackendWording.KEPT + '"';

    private final GuardrailRules guardrails;

    GuardrailWording(GuardrailRules guardrails) {
        this.guardrails = guardrails;
    }

    @Override
    public boolean isKept(Json view) {
        return true;
    }

    @Override
    public Json shown(Desk desk, Json view) {
        JsonObject element =
                JsonObject.from(Wording.unusual(view.get("rule"), Json.object().toJson()));
        if (view.path("rule.config").isObject()) {
            element.put(CONFIG, Json.parse(view.path("rule.config").toString().replace(STARS, KEPT)));
        }
        return translated(element.toJson(), Names.ofTenants(desk)::name);
    }

    @Override
    public Json said(Desk desk, Json element) {
        JsonObject body = JsonObject.from(element);
        if (element.get(CONFIG).isObject()) {
            body.put(CONFIG, starred(element));
        }
        return translated(body.toJson(), name -> Names.ofTenants(desk).id(name, TENANTS));
    }

    private static Json starred(Json element) {
        return Json.parse(element.get(CONFIG).toString().replace(KEPT, STARS));
    }

    private static Json translated(Json guardrail, UnaryOperator<String> word) {
        if (!guardrail.get(TENANTS).isArray()) {
            return guardrail;
        }
        JsonArray tenants = Json.array();
        guardrail.get(TENANTS).elements().forEach(tenant -> tenants.add(word.apply(tenant.text())));
        return JsonObject.from(guardrail).put(TENANTS, tenants).toJson();
    }

    @Override
    public String key(Json element) {
        return (Wording.word(element, "layer") + " " + Wording.word(element, "name")).strip();
    }

    /// Without one of its own a guardrail cannot be made, so it is left to the operator.
    @Override
    public boolean lacksSecrets(Json element) {
        return element.get(CONFIG).isObject()
                && Masked.hasStars(starred(element))
                && stored(element).isEmpty();
    }

    /// With `<kept>` in it, its secrets stay; without, all that its kind is told can be compared.
    @Override
    public boolean givesOtherSecrets(Json element) {
        Json config = element.get(CONFIG);
        return config.isObject()
                && !Masked.hasStars(starred(element))
                && stored(element)
                        .filter(known -> !known.rule().config().equals(GuardrailKind.mark(config)))
                        .isPresent();
    }

    private Optional<StoredGuardrail> stored(Json element) {
        return guardrails.all().stream()
                .filter(known -> key(known.draft()).equals(key(element)))
                .findFirst();
    }

    private static String key(GuardrailDraft draft) {
        return draft.layer().name().toLowerCase(Locale.ROOT) + " " + draft.name();
    }
}
