package io.sallyport.door;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;

/// How a thing was before an act, and how it is since. Of a thing that was there and still is, only what
/// differs.
///
/// @param before empty when it was not there, or nobody can tell
/// @param after empty when it is no longer there, or nobody can tell
record Change(Optional<Json> before, Optional<Json> after) {
    static final Change UNSEEN = new Change(Optional.empty(), Optional.empty());

    static Change between(Optional<Json> before, Optional<Json> after) {
        boolean stays = before.filter(Json::isObject).isPresent()
                && after.filter(Json::isObject).isPresent();
        return stays
                ? new Change(
                        Optional.of(difference(before.get(), after.get())),
                        Optional.of(difference(after.get(), before.get())))
                : new Change(before, after);
    }

    private static Json difference(Json one, Json other) {
        JsonObject differing = Json.object();
        one.fields().stream()
                .filter(field -> !field.value().equals(other.get(field.name())))
                .forEach(field -> differing.put(field.name(), field.value()));
        return differing.toJson();
    }
}
