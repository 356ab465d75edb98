package io.sallyport.app.settings;

import io.sallyport.crypto.AwsAccount;
import io.sallyport.journal.export.ExportSettings;
import io.sallyport.journal.export.ExportSettings.Bucket;
import io.sallyport.journal.export.ExportSettings.Kafka;
import io.sallyport.journal.export.ExportSettings.LogFile;
import io.sallyport.journal.export.ExportSettings.Login;
import io.sallyport.journal.export.ExportSettings.Mechanism;
import io.sallyport.journal.export.ExportSettings.Webhook;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Declares `export`.
final class ExportSection {
    private static final int MEGABYTE = 1 << 20;
    private static final Kind<String> NAME =
            text("^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$", "must be letters, digits, '.', '_' and '-'");
    private static final Kind<String> BROKER =
            text("^[A-Za-z0-9._-]{1,253}:[0-9]{1,5}$", "must be a host and a port such as kafka-1:9092");
    private static final Kind<String> PREFIX = text(
            "^(?=.{1,200}$)[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$",
            "must be names of letters, digits, '.', '_' and '-' with a '/' between them, none of which begins with '.'");

    private ExportSection() {}

    static ExportSettings read(Section root) {
        return root.section(
                "export", "Where finished calls are brought to, without their texts.", ExportSection::targets);
    }

    private static ExportSettings targets(Section export) {
        return new ExportSettings(
                export.section("file", "A file of this machine, a line of JSON for each call.", ExportSection::file),
                export.section("bucket", "A bucket of an object store that speaks S3.", ExportSection::bucket),
                export.section(
                        "webhook", "Who hears of calls as they end, by signed messages.", ExportSection::webhook),
                export.section("kafka", "A topic of Kafka, a record for each call.", ExportSection::kafka),
                export.key(
                                "otlp_endpoint",
                                "A collector that takes logs of OpenTelemetry, such as http://127.0.0.1:4318.")
                        .optional(Kind.HTTP_URL));
    }

    private static Optional<LogFile> file(Section file) {
        Optional<String> path = file.key("path", "Where it is.").optional(Kind.TEXT);
        long largest = file.key("max_megabytes", "Beyond it, a new file begins.")
                .or(Kind.number(1, 10_000), LogFile.USUAL_MEGABYTES);
        int kept = file.key("keep", "Full files that stay.").or(Kind.number(1, 1_000), LogFile.USUAL_KEPT);
        return path.map(text -> new LogFile(Path.of(text), largest * MEGABYTE, kept));
    }

    private static Optional<Bucket> bucket(Section bucket) {
        Optional<URI> endpoint = bucket.key(
                        "endpoint", "Its address without the bucket, such as https://s3.example.com.")
                .optional(Kind.HTTP_URL);
        Optional<String> name = bucket.key("name", "The bucket.").optional(NAME);
        String region = bucket.key("region", "The region that is signed.").or(NAME, Bucket.USUAL_REGION);
        String prefix = bucket.key("prefix", "Start of the names of objects.").or(PREFIX, Bucket.USUAL_PREFIX);
        Optional<String> id = bucket.key("access_key", "Id of the access key.").optional(Kind.TEXT);
        Optional<Secret> secret = bucket.key("secret_key", "Its secret.").secret();
        Duration every = bucket.key("every", "Longest time between two objects.")
                .or(Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)), Bucket.USUAL_EVERY);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        if (name.isEmpty() || id.isEmpty() || secret.isEmpty()) {
            bucket.problem("endpoint", "needs name, access_key and secret_key beside it");
            return Optional.empty();
        }
        if (!endpoint.get().getPath().matches("/?")) {
            bucket.problem("endpoint", "must have no path; the bucket is name, what follows it is prefix");
        }
        AwsAccount account = new AwsAccount(id.get(), secret.get(), Optional.empty());
        return Optional.of(new Bucket(endpoint.get(), name.get(), region, prefix, account, every));
    }

    private static Optional<Webhook> webhook(Section webhook) {
        Optional<URI> url = webhook.key("url", "Where messages are posted to.").optional(Kind.HTTP_URL);
        List<Secret> secrets =
                AlertSection.secrets(webhook, "What they are signed with, as alerts.webhook.secrets says.");
        return url.map(address -> new Webhook(address, secrets));
    }

    private static Optional<Kafka> kafka(Section kafka) {
        List<String> servers = kafka.key("servers", "Some of the brokers, such as kafka-1:9092.")
                .oneOrMore(BROKER, List.of());
        String topic = kafka.key("topic", "Where calls are written to.").or(NAME, Kafka.USUAL_TOPIC);
        boolean tls = kafka.key("tls", "Encrypts connections.").off();
        Optional<String> user =
                kafka.key("username", "Our name there; none for no login.").optional(Kind.TEXT);
        Optional<Secret> password = kafka.key("password", "Our password there.").secret();
        Mechanism mechanism = kafka.key("mechanism", "How the password is proven.")
                .or(Kind.choice(Mechanism.class), Mechanism.SCRAM_SHA_512);
        if (user.isPresent() != password.isPresent()) {
            kafka.problem("username", "needs a password beside it, and a password a username");
        }
        Optional<Login> login = user.flatMap(name -> password.map(secret -> new Login(mechanism, name, secret)));
        return servers.isEmpty() ? Optional.empty() : Optional.of(new Kafka(servers, topic, tls, login));
    }

    private static Kind<String> text(String pattern, String otherwise) {
        Json schema = Json.object()
                .put("title", "text")
                .put("type", "string")
                .put("pattern", pattern)
                .toJson();
        return new Kind<>(schema, Bucket.USUAL_PREFIX, text -> plain(text, pattern, otherwise), text -> text);
    }

    private static String plain(String text, String pattern, String otherwise) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException(otherwise);
        }
        return text;
    }
}
