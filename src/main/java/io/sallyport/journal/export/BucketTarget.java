package io.sallyport.journal.export;

import io.sallyport.crypto.AwsSignature;
import io.sallyport.journal.export.ExportSettings.Bucket;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Puts calls into a bucket: an object of lines for each time, below a folder for each day.
///
/// Source: Amazon S3 API reference, PutObject, path-style requests.
final class BucketTarget implements ExportTarget {
    private static final String TYPE = "application/x-ndjson";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Bucket bucket;
    private final AwsSignature signature;
    private final Post post;

    BucketTarget(Bucket bucket, Post post) {
        this.bucket = bucket;
        this.signature = new AwsSignature(bucket.account(), bucket.region(), "s3");
        this.post = post;
    }

    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public void bring(List<Json> calls, Instant now) {
        // Named after the first call: when it is sent again, it takes its own place.
        Json first = calls.getFirst();
        Instant day = Instant.parse(first.get("ended_at").text());
        Bytes lines = Bytes.of(ExportTarget.lines(calls));
        URI url = bucket.endpoint()
                .resolve("/" + bucket.name() + "/" + bucket.prefix() + "/" + DAY.format(day) + "/"
                        + first.get("request_id").text() + ".ndjson");
        List<Header> headers = new ArrayList<>(List.of(new Header("content-type", TYPE)));
        headers.addAll(signature.headers("PUT", url, TYPE, List.of(lines), now));
        post.send("PUT", url, headers, lines);
    }
}
