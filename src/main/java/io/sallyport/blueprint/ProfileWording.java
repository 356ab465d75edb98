package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;

/// Backend profiles, which name their policies.
final class ProfileWording implements Wording {
    private static final String POLICIES = "policies";
    private static final List<String> FIELDS = List.of(
            "name",
            "description",
            "oidc_groups",
            "backends",
            "allowed_models",
            "loss_policy",
            POLICIES,
            "metadata_audit",
            "content_audit",
            "default_expiry_days",
            "enforce_expiry",
            "max_keys_per_user",
            "openwebui_headers",
            "quotas");

    @Override
    public boolean isKept(Json view) {
        return !view.get("read_only").bool();
    }

    @Override
    public Json shown(Desk desk, Json view) {
        return translated(Wording.fields(view, FIELDS).toJson(), Names.ofPolicies(desk)::name);
    }

    @Override
    public Json said(Desk desk, Json element) {
        return element.get(POLICIES).isArray()
                ? translated(element, name -> Names.ofPolicies(desk).id(name, POLICIES))
                : element;
    }

    private static Json translated(Json profile, UnaryOperator<String> word) {
        JsonArray policies = Json.array();
        profile.get(POLICIES).elements().forEach(policy -> policies.add(word.apply(policy.text())));
        return JsonObject.from(profile).put(POLICIES, policies).toJson();
    }

    @Override
    public String key(Json element) {
        return Wording.word(element, "name");
    }
}
