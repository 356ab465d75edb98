package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Our signature is the one that Amazon's own signer makes.
class AwsSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-21T21:15:03.25Z");
    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"grüße\"}]}]}";

    @ParameterizedTest
    @CsvSource({
        "POST, https://bedrock-runtime.eu-central-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse, ''",
        "POST, https://bedrock-runtime.eu-central-1.amazonaws.com/model/x/converse-stream, FwoGZXIvYXdzEBYa+/=",
        "POST, http://127.0.0.1:9000/model/arn%3Aaws%3Abedrock%3A%3A1%3Aprofile%2Fa.b~c/invoke, ''",
        "GET, https://bedrock.eu-central-1.amazonaws.com/foundation-models?byProvider=amazon&byOutputModality=TEXT, ''",
        "GET, https://bedrock.eu-central-1.amazonaws.com/, ''",
        "GET, https://bedrock.eu-central-1.amazonaws.com:443/, ''"
    })
    void isTheOneOfAmazonsSigner(String method, URI url, String session) {
        AwsAccount account = new AwsAccount(
                "AKIDEXAMPLE",
                Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                session.isEmpty() ? Optional.empty() : Optional.of(Secret.of(session)));
        boolean posts = method.equals("POST");

        List<Header> ours = new AwsSignature(account, "eu-central-1", "bedrock")
                .headers(
                        method,
                        url,
                        posts ? "application/json" : "",
                        posts ? List.of(Bytes.of(BODY.substring(0, 9)), Bytes.of(BODY.substring(9))) : List.of(),
                        NOW);

        assertThat(value(ours, "authorization"))
                .isEqualTo(amazons(method, url, account)
                        .request()
                        .firstMatchingHeader("Authorization")
                        .orElseThrow());
        assertThat(ours.stream().anyMatch(header -> header.isNamed("x-amz-security-token")))
                .isEqualTo(!session.isEmpty());
    }

    private static SignedRequest amazons(String method, URI url, AwsAccount account) {
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(url);
        if (method.equals("POST")) {
            request.putHeader("Content-Type", "application/json");
        }
        String secret = account.secret().reveal();
        AwsCredentialsIdentity identity = account.session().isEmpty()
                ? AwsCredentialsIdentity.create(account.id(), secret)
                : AwsSessionCredentialsIdentity.create(
                        account.id(), secret, account.session().get().reveal());
        ContentStreamProvider body = method.equals("POST")
                ? ContentStreamProvider.fromByteArray(BODY.getBytes(StandardCharsets.UTF_8))
                : null;
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(identity)
                        .request(request.build())
                        .payload(body)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    private static String value(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void readsTheThreePartsOfAnAccount() {
        assertThat(AwsAccount.of(Secret.of("id:secret:token"))).get().satisfies(account -> {
            assertThat(account.id()).isEqualTo("id");
            assertThat(account.session().orElseThrow().reveal()).isEqualTo("token");
        });
        assertThat(AwsAccount.of(Secret.of("id:secret:")).orElseThrow().session())
                .isEmpty();
        assertThat(AwsAccount.of(Secret.of("an-api-key"))).isEmpty();
    }
}
