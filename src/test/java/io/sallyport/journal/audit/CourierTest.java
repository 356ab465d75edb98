package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.journal.audit.AuditSettings.Cluster;
import io.sallyport.journal.audit.AuditSettings.Login;
import io.sallyport.journal.audit.AuditSettings.Upkeep;
import io.sallyport.journal.audit.Courier.Left;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream.Received;
import io.sallyport.testkit.UpstreamCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("F21")
final class CourierTest {
    private final UpstreamCalls calls = new UpstreamCalls();

    @TempDir
    private Path folder;

    @AfterEach
    void closes() {
        calls.close();
    }

    private Courier courier(Upkeep upkeep, URI url) {
        Cluster cluster = new Cluster(
                url,
                "trail",
                Optional.of(new Login.Password("writer", Secret.of("pass"))),
                Trust.VERIFY,
                UpstreamCalls.LONG,
                upkeep);
        return new Courier(new OpenSearch(calls.outbounds(), cluster), new Indices("trail"), new DeadLetters(folder));
    }

    private Courier courier() {
        return courier(Upkeep.THEIRS, calls.upstream().url());
    }

    private static Script items(String... items) {
        return Script.json(200, "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}");
    }

    private static String item(int status, String error) {
        return "{\"create\":{\"status\":" + status + ",\"error\":{\"type\":\"" + error + "\",\"reason\":\"secret\"}}}";
    }

    private static final String TAKEN = "{\"create\":{\"status\":201}}";

    private static SpooledEvent event(int number) {
        return new SpooledEvent(
                number, Bytes.of("{\"create\":{\"_id\":\"" + number + "\"}}\n{\"n\":" + number + "}\n"));
    }

    @Test
    void makesTheTemplateFirstAndProvesWhoItIs() {
        calls.upstream().next(Script.json(200, "{\"acknowledged\":true}"), items(TAKEN));

        Left left = courier(Upkeep.OURS, calls.upstream().url()).bring(List.of(event(1)));

        List<Received> requests = calls.upstream().requests();
        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(requests.get(0).firstLine()).isEqualTo("PUT /_index_template/trail HTTP/1.1");
        assertThat(requests.get(1).firstLine()).isEqualTo("POST /_bulk HTTP/1.1");
        assertThat(requests.get(1).header("authorization")).contains("Basic d3JpdGVyOnBhc3M=");
        assertThat(requests.get(1).header("content-type")).contains("application/x-ndjson");
        assertThat(requests.get(1).text()).isEqualTo(event(1).lines().text());
    }

    @Test
    @Tag("F23")
    void countsWhatIsThereAlreadyAsArrived() {
        calls.upstream().next(items(item(409, "version_conflict_engine_exception"), TAKEN));
        Courier courier = courier();

        Left left = courier.bring(List.of(event(1), event(2)));

        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(courier.sent()).isEqualTo(2);
    }

    @Test
    void putsAsideOnlyWhatIsNeverTaken() throws IOException {
        calls.upstream().next(items(TAKEN, item(400, "mapper_parsing_exception"), TAKEN));
        Courier courier = courier();

        Left left = courier.bring(List.of(event(1), event(2), event(3)));

        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(courier.rejected()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("rejected.ndjson")))
                .singleElement()
                .asString()
                .contains("400 mapper_parsing_exception", "\\\"n\\\":2")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"429,es_rejected_execution_exception", "403,cluster_block_exception", "503,unavailable_shards_exception"
    })
    void bringsAgainWhatIsNotTakenNow(int status, String error) {
        calls.upstream().next(items(TAKEN, item(status, error)));

        Left left = courier().bring(List.of(event(1), event(2)));

        assertThat(left.events()).containsExactly(event(2));
        assertThat(left.why()).isEqualTo("does not take events now (" + status + " " + error + ")");
    }

    @Test
    void bringsFactsAgainEvenWhereTheirContentIsNeverTaken() {
        calls.upstream()
                .next(items(item(429, "es_rejected_execution_exception"), item(400, "mapper_parsing_exception")));
        SpooledEvent both = new SpooledEvent(1, Bytes.of("{}\n{}\n{}\n{}\n"));

        Left left = courier().bring(List.of(both));

        assertThat(left.events()).containsExactly(both);
    }

    @ParameterizedTest
    @CsvSource({
        "401,does not know our login (401)",
        "403,'refuses it (403, cluster_block_exception)'",
        "429,is too busy (429)",
        "502,'answers with status 502, cluster_block_exception'"
    })
    void saysWhyNothingIsTaken(int status, String why) {
        calls.upstream()
                .next(Script.json(status, "{\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"host-7\"}}"));

        assertThatThrownBy(() -> courier().bring(List.of(event(1))))
                .isInstanceOf(Unanswered.class)
                .hasMessage(why);
    }

    @Test
    void findsTheEventThatSpoilsARequestByHalving() {
        calls.upstream()
                .next(
                        Script.json(413, "{}"),
                        items(TAKEN),
                        Script.json(413, "{}"),
                        items(TAKEN),
                        Script.json(413, "{}"));
        Courier courier = courier();

        Left left = courier.bring(List.of(event(1), event(2), event(3)));

        assertThat(left).isEqualTo(Left.NOTHING);
        assertThat(courier.sent()).isEqualTo(2);
        assertThat(courier.rejected()).isEqualTo(1);
    }

    @Test
    void leavesForTheNextRequestWhatIsTooMuchForOne() {
        calls.upstream().next(items(TAKEN));
        SpooledEvent large = new SpooledEvent(1, Bytes.of("{}\n" + "x".repeat(3 << 20) + "\n"));

        Left left = courier().bring(List.of(large, large));

        assertThat(left.events()).hasSize(1);
        assertThat(left.why()).isEmpty();
    }
}
