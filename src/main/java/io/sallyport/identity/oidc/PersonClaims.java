package io.sallyport.identity.oidc;

import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what a provider says about a person; what is of another kind than it should be counts as not said, and so does
/// an e-mail address of which the provider says that it is not proven.
///
/// @param token claims of the ID token, which go first
/// @param userinfo the provider's further answer; an empty object when it was not asked
record PersonClaims(OidcSettings settings, Json token, Json userinfo) {
    private static final List<String> USUAL_GROUP_CLAIMS = List.of("groups", "entitlements");
    private static final int LONGEST = 256;
    private static final int MOST = 2_000;

    /// True when the ID token leaves out what another question may answer.
    boolean isIncomplete() {
        return !named(token, settings.groupsClaim()).isPresent()
                || text(token, "email").isEmpty();
    }

    OidcPerson person(Secret idToken) {
        Json addressed = text(token, "email").isPresent() ? token : userinfo;
        Json verified = addressed.get("email_verified");
        return new OidcPerson(
                token.get("iss").text(),
                token.get("sub").text(),
                text(addressed, "email").filter(_ -> !verified.isPresent() || isTrue(verified)),
                isTrue(verified),
                name(),
                text(token, "hd"),
                words(firstOf(settings.groupsClaim())),
                words(firstOf(Optional.of(settings.rolesClaim()))),
                text(token, "sid"),
                idToken);
    }

    private String name() {
        return text(token, "name")
                .or(() -> text(userinfo, "name"))
                .or(() -> text(token, "preferred_username"))
                .orElse("");
    }

    private Json firstOf(Optional<String> claim) {
        Json said = named(token, claim);
        return said.isPresent() ? said : named(userinfo, claim);
    }

    private static Json named(Json claims, Optional<String> claim) {
        if (claim.isPresent()) {
            return at(claims, claim.get());
        }
        return USUAL_GROUP_CLAIMS.stream()
                .map(claims::get)
                .filter(Json::isPresent)
                .findFirst()
                .orElse(Json.NULL);
    }

    /// A claim by its name, which may be an address with dots, or by its path.
    private static Json at(Json claims, String name) {
        Json whole = claims.get(name);
        return whole.isPresent() ? whole : claims.path(name);
    }

    private static Set<String> words(Json said) {
        List<Json> elements = said.isArray() ? said.elements() : List.of(said);
        Set<String> words = new LinkedHashSet<>();
        elements.stream()
                .limit(MOST)
                .filter(Json::isText)
                .map(Json::text)
                .filter(PersonClaims::isPlain)
                .forEach(words::add);
        return words;
    }

    private static Optional<String> text(Json claims, String name) {
        Json said = claims.get(name);
        return said.isText() ? Optional.of(said.text()).filter(PersonClaims::isPlain) : Optional.empty();
    }

    private static boolean isPlain(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    /// Some providers write it as a text.
    private static boolean isTrue(Json said) {
        return said.isBoolean() ? said.bool() : said.isText() && said.text().equals("true");
    }
}
