package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Scrubber;
import io.sallyport.routing.UpstreamFaults.Fault;
import io.sallyport.testkit.SomeBackend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamFaultsTest {
    private static final UpstreamError SAYS_NOTHING = new UpstreamError("", "", "");

    private final UpstreamFaults faults = new UpstreamFaults(
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
            new Scrubber(UpstreamFaultsTest::backends));

    @ParameterizedTest
    @Tag("DA39")
    @CsvSource({
        "DNS, 502, upstream_dns_failed",
        "CONNECT, 502, upstream_connect_failed",
        "TLS, 502, upstream_tls_failed",
        "TIMEOUT, 504, upstream_timeout",
        "CLOSED, 502, upstream_truncated",
        "BAD_RESPONSE, 502, upstream_bad_response",
        "TOO_LARGE, 502, upstream_too_large"
    })
    void namesEveryFailureOfTheConnection(Kind kind, int status, String code) {
        Fault fault = faults.fault(new OutboundFailure(kind, "x"));

        assertThat(fault.refusal()).isInstanceOfSatisfying(UpstreamFailed.class, failed -> {
            assertThat(failed.status()).isEqualTo(status);
            assertThat(failed.code()).isEqualTo(code);
        });
        assertThat(fault.elsewhere()).isTrue();
    }

    @Test
    @Tag("E07")
    void neverTellsACallerThatItsOwnCredentialIsWrong() {
        Fault fault = faults.fault(401, new UpstreamError("bad key", "", "invalid_api_key"), _ -> Optional.empty());

        assertThat(fault.refusal())
                .isEqualTo(new UpstreamFailed(502, "upstream_auth_failed", "The backend refused our credential."));
    }

    @ParameterizedTest
    @Tag("E05")
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 5",
                "999999 | 300",
                "0 | 1",
                "-1 | 0",
                "soon | 0",
                "'' | 0",
                "Sat, 21 Nov 2026 12:00:30 GMT | 30",
                "Sat, 21 Nov 2026 11:00:00 GMT | 1",
                "99999999999999 | 0"
            })
    void clampsRetryAfter(String header, long seconds) {
        Fault fault = faults.fault(
                429, SAYS_NOTHING, name -> name.equals("retry-after") ? Optional.of(header) : Optional.empty());

        assertThat(fault.rest()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(((RateLimited) fault.refusal()).retryAfter()).isEqualTo(Duration.ofSeconds(Math.max(1, seconds)));
    }

    @Test
    void relaysTheClientsOwnMistakeAndTriesNobodyElse() {
        Fault fault = faults.fault(
                400,
                new UpstreamError("Bad temperature.", "invalid_request_error", "bad_value"),
                _ -> Optional.empty());

        assertThat(fault.refusal()).isEqualTo(new UpstreamFailed(400, "bad_value", "Bad temperature."));
        assertThat(fault.elsewhere()).isFalse();
        assertThat(fault.unhealthy()).isFalse();
    }

    @Test
    @Tag("E09")
    void hidesOurSecretsAndHostsInUpstreamWords() {
        String words = "key sk-upstream-secret at internal.example:8443 failed\u0000\n" + "x".repeat(10_000);

        Fault fault = faults.fault(400, new UpstreamError(words, "", "not a word!"), _ -> Optional.empty());

        UpstreamFailed failed = (UpstreamFailed) fault.refusal();
        assertThat(failed.message()).startsWith("key *** at *** failed x").hasSize(4_096);
        assertThat(failed.code()).isEqualTo("upstream_refused");
    }

    @Test
    void treatsARedirectAsAFailure() {
        assertThat(faults.fault(302, SAYS_NOTHING, _ -> Optional.empty())
                        .refusal()
                        .code())
                .isEqualTo("upstream_redirect");
    }

    private static Backends backends() {
        Backend backend = SomeBackend.named("a")
                .at("https://internal.example:8443")
                .shown(new Credential.Own(Secret.of("sk-upstream-secret")))
                .make();
        return Backends.of(List.of(backend), Map.of("openai", Targets.OPENAI));
    }
}
