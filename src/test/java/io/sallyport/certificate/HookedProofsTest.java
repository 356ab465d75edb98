package io.sallyport.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.acme.AcmeFailure;
import io.sallyport.acme.Proof;
import io.sallyport.certificate.CertificateSettings.Proving.OverDns;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestServer;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.BlockingEndpoint;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HookedProofsTest {
    private static final Proof PROOF = new Proof("ai.example.com", "_acme-challenge.ai.example.com.", "digest");

    @Test
    void tellsTheProgramWhatToSetAndWhatToTakeAway() {
        List<String> told = new CopyOnWriteArrayList<>();

        try (TestServer program = program((request, body) -> {
            told.add(body.text());
            return Answer.nothing();
        })) {
            HookedProofs proofs = proofs(program, program.port());
            proofs.show(PROOF);
            proofs.hide(PROOF);
        }

        assertThat(told)
                .extracting(text -> Json.parse(text).path("action").text())
                .containsExactly("present", "remove");
        assertThat(told).allSatisfy(text -> {
            assertThat(Json.parse(text).path("name").text()).isEqualTo(PROOF.name());
            assertThat(Json.parse(text).path("value").text()).isEqualTo(PROOF.value());
        });
    }

    @Test
    void failsTheOrderOfAProgramThatDoesNotSetTheRecord() {
        try (TestServer program = program((request, body) -> Answer.json(500, Bytes.EMPTY))) {
            HookedProofs proofs = proofs(program, program.port());

            assertThatThrownBy(() -> proofs.show(PROOF))
                    .isInstanceOf(AcmeFailure.class)
                    .hasMessage("the DNS hook answered with status 500");
            assertThatCode(() -> proofs.hide(PROOF))
                    .as("what is proven stays proven")
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void failsTheOrderOfAProgramThatIsNotThere() {
        try (TestServer outbound = TestServer.with()) {
            HookedProofs proofs = proofs(outbound, 1);

            assertThatThrownBy(() -> proofs.show(PROOF))
                    .isInstanceOf(AcmeFailure.class)
                    .hasMessage("the DNS hook cannot be reached");
        }
    }

    private static TestServer program(BlockingEndpoint endpoint) {
        return TestServer.with(
                TestServer.route("POST", "/dns", Blocking.endpoint(10_000, TestServer::answer, endpoint)));
    }

    private static HookedProofs proofs(TestServer outbound, int port) {
        OverDns hook = new OverDns(URI.create("http://127.0.0.1:" + port + "/dns"), Optional.empty());
        return new HookedProofs(outbound.outbounds(), hook, HandClock.at("2026-11-22T00:00:00Z"));
    }
}
