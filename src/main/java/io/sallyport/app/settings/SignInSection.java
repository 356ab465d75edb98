package io.sallyport.app.settings;

import io.sallyport.crypto.SignedTokens;
import io.sallyport.identity.LocalLoginSettings;
import io.sallyport.identity.oidc.OidcSettings;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Declares `oidc` and `admin`, where older files keep their `oidc`.
final class SignInSection {
    private static final Kind<String> COOKIE = new Kind<>(
            Json.object()
                    .put("title", "name of a cookie")
                    .put("type", "string")
                    .put("pattern", "^[A-Za-z0-9_.-]{1,64}$")
                    .toJson(),
            "session",
            SignInSection::cookie,
            name -> name);

    private SignInSection() {}

    /// What stands under `admin`.
    private record Admin(Optional<OidcSettings> oidc, LocalLoginSettings local) {}

    static SignInSettings read(Section root) {
        Optional<OidcSettings> oidc = root.section("oidc", "Sign-in by an OpenID provider.", OidcSection::read);
        Admin admin = root.section(
                "admin",
                "Sign-in of operators.",
                section -> new Admin(
                        section.section("oidc", "The older place of `oidc`.", OidcSection::read),
                        section.section("auth", "Sign-in with a password.", SignInSection::local)));
        if (root.isGiven("oidc") && root.isGiven("admin.oidc")) {
            root.problem("admin.oidc", "is the older place of oidc; keep one of them");
        }
        return new SignInSettings(oidc.or(admin::oidc), admin.local());
    }

    private static LocalLoginSettings local(Section auth) {
        LocalLoginSettings usual = LocalLoginSettings.DEFAULT;
        boolean enabled = auth.section(
                "local",
                "Accounts of this gateway.",
                local -> local.key("enabled", "Lets them sign in; off, their login answers 404.")
                        .on());
        Optional<Secret> secret = secret(auth);
        Duration access = auth.key("access_ttl", "How long an access token lasts.")
                .or(Kind.duration(Duration.ofMinutes(1), Duration.ofHours(1)), usual.accessLifetime());
        Duration refresh = auth.key("refresh_ttl", "How long a login can be renewed.")
                .or(Kind.duration(Duration.ofMinutes(1), Duration.ofDays(30)), usual.refreshLifetime());
        if (refresh.compareTo(access) < 0) {
            auth.problem("refresh_ttl", "must not be less than access_ttl");
        }
        return new LocalLoginSettings(
                enabled,
                secret,
                access,
                refresh,
                auth.key("cookie_name", "Cookie that renews a login.").or(COOKIE, usual.cookieName()));
    }

    private static Optional<Secret> secret(Section auth) {
        String variable = auth.key(
                        "jwt_secret_env",
                        "Environment variable with the secret of access tokens, 32 bytes or more."
                                + " All instances need the same.")
                .or(Kind.TEXT, LocalLoginSettings.SECRET_VARIABLE);
        Optional<Secret> secret =
                auth.variable(variable).filter(text -> !text.isBlank()).map(Secret::of);
        if (secret.filter(SignInSection::isShort).isPresent()) {
            auth.problem(
                    "jwt_secret_env",
                    "the environment variable " + variable + " must hold at least " + SignedTokens.SHORTEST_SECRET
                            + " bytes");
        }
        return secret;
    }

    private static boolean isShort(Secret secret) {
        return secret.reveal().getBytes(StandardCharsets.UTF_8).length < SignedTokens.SHORTEST_SECRET;
    }

    private static String cookie(String text) {
        if (!text.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits, dots, lines or underlines");
        }
        return text;
    }
}
