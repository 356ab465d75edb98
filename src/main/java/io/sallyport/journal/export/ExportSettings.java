package io.sallyport.journal.export;

import io.sallyport.crypto.AwsAccount;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where finished calls are brought to besides the request log.
///
/// @param collector base address of a collector that takes logs by OTLP over HTTP
public record ExportSettings(
        Optional<LogFile> file,
        Optional<Bucket> bucket,
        Optional<Webhook> webhook,
        Optional<Kafka> kafka,
        Optional<URI> collector) {
    public static final ExportSettings NONE = new ExportSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// A file of lines on this machine.
    ///
    /// @param largest bytes after which a new one begins
    /// @param kept full ones that stay
    public record LogFile(Path path, long largest, int kept) {
        public static final int USUAL_MEGABYTES = 100;
        public static final int USUAL_KEPT = 5;
    }

    /// A bucket of an object store that speaks S3.
    ///
    /// @param endpoint its address without the bucket
    /// @param prefix start of the names of objects: letters, digits, `-._` and `/` within
    /// @param every time between two objects
    public record Bucket(URI endpoint, String name, String region, String prefix, AwsAccount account, Duration every) {
        public static final String USUAL_REGION = "us-east-1";
        public static final String USUAL_PREFIX = "sallyport";
        public static final Duration USUAL_EVERY = Duration.ofMinutes(1);
    }

    /// A topic of Kafka.
    ///
    /// @param servers some of the brokers, such as `kafka-1:9092`
    /// @param tls whether connections are encrypted
    public record Kafka(List<String> servers, String topic, boolean tls, Optional<Login> login) {
        public static final String USUAL_TOPIC = "sallyport-calls";

        public Kafka {
            servers = List.copyOf(servers);
        }
    }

    /// Who we are for Kafka.
    public record Login(Mechanism mechanism, String user, Secret password) {}

    /// How that is proven (SASL).
    public enum Mechanism {
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512
    }

    /// Whoever wants to hear of calls as they end.
    ///
    /// @param secrets each signs; none for messages without a signature
    public record Webhook(URI url, List<Secret> secrets) {
        public Webhook {
            secrets = List.copyOf(secrets);
        }
    }
}
