package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.fleet.Availability;
import io.sallyport.fleet.Benchmarks;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeAsset;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeHost.Approval;
import io.sallyport.fleet.NodeService;
import io.sallyport.fleet.NodeService.ServiceState;
import io.sallyport.fleet.Observed;
import io.sallyport.fleet.ServiceKind;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.routing.Reports.Report;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RO29")
class NodeReportsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TestDatabase database = TestDatabase.migrated();
    private final Benchmarks benchmarks = new Benchmarks(database.database(), HandClock.at(NOW));
    private final Reports reports = new NodeReports(NodeReportsTest::fleet, benchmarks);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellWhatTheNodeSaysUntilSomebodyHasMeasuredIt() {
        Report said = reports.of(target("gpu/ollama/chat", "qwen3:8b"));
        benchmarks.take(
                Bytes.of("{\"samples\":[" + sample("chat.short", "qwen3:8b", "120") + ","
                        + sample("chat.long", "", "180") + "," + sample("chat.other", "llama3.2", "9000") + "]}"),
                Optional.empty());

        assertThat(said).isEqualTo(new Report(Optional.of(900.0), 3));
        assertThat(reports.of(target("gpu/ollama/chat", "qwen3:8b"))).isEqualTo(new Report(Optional.of(150.0), 3));
    }

    @Test
    void tellNothingOfBackendsThatAreNoNodes() {
        assertThat(reports.of(target("openai", "gpt"))).isEqualTo(Report.NOTHING);
    }

    private static String sample(String workload, String asset, String millis) {
        return "{\"service_id\":\"gpu/ollama/chat\",\"asset_id\":\"" + asset + "\",\"workload\":\"" + workload
                + "\",\"results\":{\"ttft_ms\":" + millis + "}}";
    }

    private static Target target(String backend, String model) {
        return new Target(Targets.target(backend, 100, 0).upstream(), model, 100, 0, Optional.empty());
    }

    private static Fleet fleet() {
        NodeService service = new NodeService(
                "gpu/ollama/chat",
                "gpu",
                ServiceKind.CHAT,
                "ollama",
                URI.create("http://192.168.0.9:11434"),
                List.of(new NodeAsset("qwen3:8b", true, Optional.empty(), "qwen3")),
                ServiceState.FINE,
                new Observed(
                        Optional.of(900.0), Optional.empty(), Optional.empty(), Optional.of(3L), Optional.empty()));
        NodeHost host = new NodeHost(
                "gpu",
                "gpu",
                "",
                "static",
                Approval.APPROVED,
                Availability.AVAILABLE,
                Availability.AVAILABLE,
                Map.of(),
                Json.NULL,
                List.of(),
                List.of(service),
                NOW,
                NOW,
                Instant.EPOCH,
                Instant.EPOCH);
        return Fleet.of(List.of(host), NOW, Duration.ofSeconds(30), 1);
    }
}
