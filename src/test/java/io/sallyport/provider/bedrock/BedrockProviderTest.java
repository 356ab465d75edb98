package io.sallyport.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.ProviderCall;
import io.sallyport.testkit.SomeBackend;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class BedrockProviderTest {
    private static final Credential ACCESS_KEYS = new Credential.Own(Secret.of("AKIDEXAMPLE:secret"));
    private static final BedrockProvider BEDROCK =
            new BedrockProvider(Clock.fixed(Instant.parse("2026-11-21T21:15:03Z"), ZoneOffset.UTC));

    @Test
    void signsForTheRegionInTheAddress() {
        SomeBackend backend =
                SomeBackend.named("aws").at(BEDROCK.defaultBaseUrl().toString()).shown(ACCESS_KEYS);

        assertThat(authorization(sent(backend)))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/bedrock/aws4_request");
    }

    @Test
    void signsForTheRegionThatTheBackendNames() {
        SomeBackend backend = SomeBackend.named("aws")
                .at("https://eu.gateway.example")
                .shown(ACCESS_KEYS)
                .options(Map.of("region", "eu-central-1"));

        assertThat(authorization(sent(backend))).contains("/eu-central-1/bedrock/");
    }

    @Test
    @Tag("PR31")
    void takesTheFormerNameOfTheRegionToo() {
        SomeBackend backend = SomeBackend.named("aws")
                .at("https://eu.gateway.example")
                .shown(ACCESS_KEYS)
                .options(Map.of("aws_region", "eu-west-1"));

        assertThat(authorization(sent(backend))).contains("/eu-west-1/bedrock/");
        assertThat(backend.make().with(Map.of("aws_region", "eu-central-1")).option("region"))
                .contains("eu-central-1");
        assertThat(backend.options(Map.of("aws_region", "eu-west-1", "region", "eu-west-2"))
                        .make()
                        .option("region"))
                .contains("eu-west-2");
    }

    @Test
    void refusesToSignForNoRegion() {
        SomeBackend backend =
                SomeBackend.named("aws").at("https://eu.gateway.example").shown(ACCESS_KEYS);

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> sent(backend));

        assertThat(refused.refusal().code()).isEqualTo("provider_region_missing");
    }

    @Test
    void showsAnApiKeyAsItIs() {
        SomeBackend backend = SomeBackend.named("aws").shown(new Credential.Own(Secret.of("a-bedrock-key")));

        assertThat(authorization(sent(backend))).isEqualTo("Bearer a-bedrock-key");
    }

    @Test
    void showsNothingWithoutACredential() {
        assertThat(sent(SomeBackend.named("aws")).headers()).noneMatch(header -> header.isNamed("authorization"));
    }

    private static OutboundRequest sent(SomeBackend backend) {
        RawRequest request = new RawRequest(
                Operation.CHAT, "POST", "/model/m/converse", "", "application/json", Bytes.of("{}"), RequestFacts.NONE);
        return BEDROCK.request(new ProviderCall(
                backend.make(), request, "m", List.of(request.body()), List.of(), Optional.empty(), Optional.empty()));
    }

    private static String authorization(OutboundRequest request) {
        return request.headers().stream()
                .filter(header -> header.isNamed("authorization"))
                .map(Header::value)
                .findFirst()
                .orElseThrow();
    }
}
