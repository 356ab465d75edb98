package io.sallyport.journal.export;

import io.sallyport.journal.export.ExportSettings.Kafka;
import io.sallyport.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes calls to a topic of Kafka: a record for each, whose key is the id of the call.
///
/// What fails goes again as a whole, over a new connection; so a call may be there twice.
/// Threads: one at a time.
final class KafkaTarget implements ExportTarget {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String topic;
    private final Supplier<Producer<String, String>> opens;
    private Optional<Producer<String, String>> producer = Optional.empty();

    KafkaTarget(Kafka kafka) {
        this(
                kafka.topic(),
                () -> new KafkaProducer<>(
                        KafkaProperties.of(kafka, PATIENCE), new StringSerializer(), new StringSerializer()));
    }

    /// @param opens makes a connection, which is closed here
    KafkaTarget(String topic, Supplier<Producer<String, String>> opens) {
        this.topic = topic;
        this.opens = opens;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void bring(List<Json> calls, Instant now) {
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        try {
            Producer<String, String> open = open();
            for (Json call : calls) {
                var _ = open.send(record(call), (_, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                });
            }
            open.flush();
        } catch (KafkaException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            close();
            throw failed(failures);
        }
    }

    private Producer<String, String> open() {
        Producer<String, String> open = producer.orElseGet(opens);
        producer = Optional.of(open);
        return open;
    }

    private ProducerRecord<String, String> record(Json call) {
        return new ProducerRecord<>(topic, call.get("request_id").text(), call.toString());
    }

    private static ExportFailed failed(Queue<Exception> failures) {
        String why = "Kafka did not take it: " + failures.element().getClass().getSimpleName();
        return failures.stream().allMatch(KafkaTarget::isForGood)
                ? ExportFailed.forGood(why)
                : new ExportFailed(why, failures.element());
    }

    private static boolean isForGood(Exception failure) {
        return failure instanceof RecordTooLargeException || failure instanceof InvalidTopicException;
    }

    @Override
    public void close() {
        producer.ifPresent(open -> open.close(Duration.ZERO));
        producer = Optional.empty();
    }
}
