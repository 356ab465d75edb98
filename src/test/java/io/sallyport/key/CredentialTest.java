package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("DA37")
@Tag("I01")
final class CredentialTest {

    @Test
    void readsABearerToken() {
        assertThat(Credential.read(List.of("Bearer sk-a.b"), List.of())).isEqualTo(Credential.of("sk-a.b"));
    }

    @Test
    void readsTheSchemeWithoutCase() {
        assertThat(Credential.read(List.of("bEARER  sk-a.b "), List.of())).isEqualTo(Credential.of("sk-a.b"));
    }

    @Test
    void readsAnApiKeyHeader() {
        assertThat(Credential.read(List.of(), List.of("sk-a.b"))).isEqualTo(Credential.of("sk-a.b"));
    }

    @Test
    void acceptsTheSameKeyInBothHeaders() {
        assertThat(Credential.read(List.of("Bearer sk-a.b"), List.of("sk-a.b"))).isEqualTo(Credential.of("sk-a.b"));
    }

    @Test
    void isNothingWithoutHeaders() {
        assertThat(Credential.read(List.of(), List.of())).isEqualTo(Credential.NONE);
    }

    @Test
    void refusesTwoDifferentKeys() {
        assertThat(refused(List.of("Bearer sk-a.b"), List.of("sk-a.c")).refusal())
                .isInstanceOfSatisfying(
                        BadRequest.class, no -> assertThat(no.code()).isEqualTo("ambiguous_credentials"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic c2stYTpi", "sk-a.b", "Bearer a b", "Bearer schl\u00fcssel", ""})
    void refusesWhatIsNoBearerToken(String value) {
        assertThat(refused(List.of(value), List.of()).refusal())
                .isEqualTo(new NotAuthenticated("malformed_auth_header"));
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        assertThat(refused(List.of("Bearer sk-a.b", "Bearer sk-a.b"), List.of()).refusal())
                .isEqualTo(new NotAuthenticated("malformed_auth_header"));
    }

    @Test
    void refusesAnEndlessToken() {
        assertThat(refused(List.of("Bearer " + "x".repeat(513)), List.of()).refusal())
                .isEqualTo(new NotAuthenticated("malformed_auth_header"));
    }

    @Test
    void printsStars() {
        assertThat(Credential.of("sk-a.b").toString()).doesNotContain("sk-a.b");
    }

    private static RefusedException refused(List<String> authorization, List<String> apiKeys) {
        return catchThrowableOfType(RefusedException.class, () -> Credential.read(authorization, apiKeys));
    }
}
