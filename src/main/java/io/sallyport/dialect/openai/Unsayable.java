package io.sallyport.dialect.openai;

import io.sallyport.json.Json;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;

/// What a client asks for and no other form can say (requirement Q13).
final class Unsayable {
    private static final String CODE = "unsupported_parameter";

    private Unsayable() {}

    /// A member of the body.
    static RefusedException member(String name) {
        return refused("'" + name + "'", name);
    }

    /// A value somewhere inside.
    static RefusedException value(Json value) {
        return refused("'" + value.textOr("none") + "' at '" + value.where() + "'", value.where());
    }

    private static RefusedException refused(String what, String param) {
        return new RefusedException(
                new BadRequest(CODE, what + " needs a backend that speaks this form itself.", param));
    }
}
