package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.List;

/// Groups that operators make, which name their tenant; who is in them is no part of a blueprint.
final class GroupWording implements Wording {
    private static final String TENANT = "tenant";
    private static final List<String> FIELDS = List.of(TENANT, "name", "allowed_models");

    @Override
    public boolean isKept(Json view) {
        return true;
    }

    @Override
    public Json shown(Desk desk, Json view) {
        String tenant = Names.ofTenants(desk).name(view.get(TENANT).text());
        return Wording.fields(view, FIELDS).put(TENANT, tenant).toJson();
    }

    @Override
    public Json said(Desk desk, Json element) {
        String tenant = Names.ofTenants(desk).id(element.get(TENANT).text(), TENANT);
        return JsonObject.from(element).put(TENANT, tenant).toJson();
    }

    @Override
    public String key(Json element) {
        return Wording.word(element, TENANT) + " / " + Wording.word(element, "name");
    }
}
