package io.sallyport.journal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.journal.export.ExportSettings.Kafka;
import io.sallyport.journal.export.ExportSettings.Login;
import io.sallyport.journal.export.ExportSettings.Mechanism;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DA45")
final class KafkaTargetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Kafka PLAIN =
            new Kafka(List.of("kafka-1:9092", "kafka-2:9092"), "calls", false, Optional.empty());

    private final MockProducer<String, String> first = producer();
    private final MockProducer<String, String> second = producer();
    private final Queue<Producer<String, String>> connections = new ArrayDeque<>(List.of(first, second));
    private final KafkaTarget target = new KafkaTarget("calls", connections::remove);

    private static MockProducer<String, String> producer() {
        Partitioner any = null;
        return new MockProducer<>(true, any, new StringSerializer(), new StringSerializer());
    }

    @Test
    void writesARecordForEachCallUnderItsId() {
        target.bring(List.of(call("a"), call("b")), NOW);
        target.bring(List.of(call("c")), NOW);

        assertThat(first.history())
                .extracting(sent -> sent.topic() + " " + sent.key() + " " + sent.value())
                .containsExactly(
                        "calls a {\"request_id\":\"a\"}",
                        "calls b {\"request_id\":\"b\"}",
                        "calls c {\"request_id\":\"c\"}");
        assertThat(connections).hasSize(1);
    }

    @Test
    void bringsCallsAgainOverANewConnection() {
        first.sendException = new TimeoutException("no broker");

        assertThatThrownBy(() -> target.bring(List.of(call("a")), NOW))
                .isInstanceOfSatisfying(
                        ExportFailed.class,
                        failed -> assertThat(failed.isFinal()).isFalse())
                .hasMessage("Kafka did not take it: TimeoutException");
        target.bring(List.of(call("a")), NOW);
        target.close();

        assertThat(first.closed()).isTrue();
        assertThat(second.history()).hasSize(1);
        assertThat(second.closed()).isTrue();
    }

    @Test
    void givesUpWhatKafkaNeverTakes() {
        first.sendException = new RecordTooLargeException("large");

        assertThatThrownBy(() -> target.bring(List.of(call("a")), NOW))
                .isInstanceOfSatisfying(
                        ExportFailed.class,
                        failed -> assertThat(failed.isFinal()).isTrue());
    }

    @Test
    void triesAgainWhereNobodyAnswersOrNobodyIsKnown() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Kafka closed = new Kafka(List.of("127.0.0.1:" + free), "calls", false, Optional.empty());
        Kafka unknown = new Kafka(List.of("nobody.invalid:9092"), "calls", false, Optional.empty());

        for (Kafka kafka : List.of(closed, unknown)) {
            KafkaTarget real = new KafkaTarget(
                    "calls",
                    () -> new KafkaProducer<>(
                            KafkaProperties.of(kafka, Duration.ofMillis(300)),
                            new StringSerializer(),
                            new StringSerializer()));

            assertThatThrownBy(() -> real.bring(List.of(call("a")), NOW))
                    .isInstanceOfSatisfying(
                            ExportFailed.class,
                            failed -> assertThat(failed.isFinal()).isFalse());
        }
    }

    @Test
    void tellsTheClientWhoWeAre() {
        Login plain = new Login(Mechanism.PLAIN, "a", Secret.of("p\\w\"d"));
        Login scram = new Login(Mechanism.SCRAM_SHA_256, "a", Secret.of("pw"));

        Map<String, Object> open = KafkaProperties.of(PLAIN, Duration.ofSeconds(1));
        Map<String, Object> named = KafkaProperties.of(
                new Kafka(PLAIN.servers(), "calls", false, Optional.of(plain)), Duration.ofSeconds(1));
        Map<String, Object> secret = KafkaProperties.of(
                new Kafka(PLAIN.servers(), "calls", true, Optional.of(scram)), Duration.ofSeconds(1));

        assertThat(open)
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka-1:9092,kafka-2:9092")
                .containsEntry("security.protocol", "PLAINTEXT")
                .doesNotContainKey("sasl.mechanism");
        assertThat(named)
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\""
                                + " password=\"p\\\\w\\\"d\";");
        assertThat(secret)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256");
    }

    private static Json call(String id) {
        return Json.object().put("request_id", id).toJson();
    }
}
