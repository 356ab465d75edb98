package io.sallyport.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import io.sallyport.web.Blocking;
import io.sallyport.web.Route;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ProofDoorTest {
    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void showsProofsAndLeadsQuestionsHome() {
        try (TestServer server = TestServer.with(door("GET"));
                RawHttp client = RawHttp.to(server.port())) {
            RawHttp.Reply proof =
                    client.send("GET /.well-known/acme-challenge/known" + HOST).reply();
            RawHttp.Reply none =
                    client.send("GET /.well-known/acme-challenge/other" + HOST).reply();
            RawHttp.Reply page = client.send("GET /console/keys?page=2" + HOST).reply();

            assertThat(proof.body()).isEqualTo("proof");
            assertThat(none.status()).isEqualTo(404);
            assertThat(page.status()).isEqualTo(308);
            assertThat(page.header("location")).contains("https://ai.example.com/console/keys?page=2");
        }
    }

    @Test
    void leadsNobodyOnWhoSendsSomethingInTheClear() {
        try (TestServer server = TestServer.with(door("POST"));
                RawHttp client = RawHttp.to(server.port())) {
            RawHttp.Reply refused =
                    client.send("POST /v1/chat/completions" + HOST).reply();

            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.header("location")).isEmpty();
        }
    }

    private static Route door(String method) {
        ProofDoor door = new ProofDoor(
                token -> token.equals("known") ? Optional.of("proof") : Optional.empty(),
                URI.create("https://ai.example.com"));
        return TestServer.route(method, "/{any...}", Blocking.endpoint(0, TestServer::answer, door));
    }
}
