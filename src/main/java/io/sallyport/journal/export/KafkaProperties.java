package io.sallyport.journal.export;

import io.sallyport.journal.export.ExportSettings.Kafka;
import io.sallyport.journal.export.ExportSettings.Login;
import io.sallyport.journal.export.ExportSettings.Mechanism;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;

/// What the client of Kafka is told.
///
/// Source: Apache Kafka documentation, producer configs and security.
final class KafkaProperties {
    private static final String MODULES = "org.apache.kafka.common.security.";

    private KafkaProperties() {}

    /// @param patience longest wait for brokers
    static Map<String, Object> of(Kafka kafka, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", kafka.servers()));
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "sallyport");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        String encrypted = kafka.tls() ? "SSL" : "PLAINTEXT";
        properties.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                kafka.login().isPresent() ? "SASL_" + encrypted : encrypted);
        kafka.login().ifPresent(login -> {
            properties.put(SaslConfigs.SASL_MECHANISM, word(login.mechanism()));
            properties.put(SaslConfigs.SASL_JAAS_CONFIG, module(login));
        });
        return properties;
    }

    private static String word(Mechanism mechanism) {
        return mechanism.name().replace('_', '-');
    }

    private static String module(Login login) {
        String module = login.mechanism() == Mechanism.PLAIN ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return MODULES + module + " required username=" + quoted(login.user()) + " password="
                + quoted(login.password().reveal()) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
