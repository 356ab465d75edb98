package io.sallyport.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("PR31")
class ServiceAccountTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ENDPOINT = "https://oauth2.googleapis.com/token";

    private final AccountFile file = AccountFile.at(ENDPOINT);

    @Test
    void asksWithAnAssertionThatItsOwnKeySigned() throws GeneralSecurityException {
        ServiceAccount account = ServiceAccount.read(file.text());

        Map<String, String> form = account.form(NOW);

        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        String[] parts = form.getOrDefault("assertion", "").split("\\.", -1);
        assertThat(text(parts[0])).contains("RS256", "key-1");
        assertThat(text(parts[1]))
                .isEqualTo(Json.object()
                        .put("iss", "svc@acme.iam.gserviceaccount.com")
                        .put("aud", ENDPOINT)
                        .put("exp", NOW.getEpochSecond() + 3600)
                        .put("iat", NOW.getEpochSecond())
                        .put("scope", "https://www.googleapis.com/auth/cloud-platform")
                        .toJson()
                        .toString());
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(file.keys().getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void isTheSameAccountWhenItIsReadAgain() {
        assertThat(ServiceAccount.read(file.text())).isEqualTo(ServiceAccount.read(file.text()));
    }

    @Test
    void refusesWhatIsNoKeyOfAServiceAccount() {
        assertThatThrownBy(() -> ServiceAccount.read(Secret.of("sk-123"))).hasMessageNotContaining("sk-123");
        assertThatThrownBy(() -> ServiceAccount.read(file.of("authorized_user").text()))
                .hasMessageContaining("service account");
    }

    @Test
    void tellsItsSecretToNoPlainAddress() {
        assertThatThrownBy(() -> ServiceAccount.read(
                        AccountFile.at("http://tokens.example/").text()))
                .hasMessageContaining("https");
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
