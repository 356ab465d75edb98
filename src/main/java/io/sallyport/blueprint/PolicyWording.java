package io.sallyport.blueprint;

import io.sallyport.json.Json;
import java.util.List;
import java.util.Map;

/// Policies, whose texts only the route of a single one shows.
final class PolicyWording implements Wording {
    private static final List<String> FIELDS = List.of("name", "description", "enforce_reacceptance");

    @Override
    public boolean isKept(Json view) {
        return !view.get("read_only").bool();
    }

    @Override
    public Json shown(Desk desk, Json view) {
        Json text = desk.ask(
                "GET /admin/api/policies/{id}", Map.of("id", view.get("id").text()));
        return Wording.fields(view, FIELDS).put("content", text.get("content")).toJson();
    }

    @Override
    public Json said(Desk desk, Json element) {
        return element;
    }

    @Override
    public String key(Json element) {
        return Wording.word(element, "name");
    }
}
