package io.sallyport.crypto;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests with access keys of AWS, version 4.
///
/// Paths are encoded once more for the signature, which object stores do not do; to them only paths of letters,
/// digits and `-._~` can be signed.
/// Source: AWS Identity and Access Management user guide, create a signed AWS API request.
///
/// @param service for example `bedrock`
public record AwsSignature(AwsAccount account, String region, String service) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String END = "aws4_request";
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DAY_LENGTH = 8;

    /// The lines that prove who sends a request; they hold for five minutes.
    ///
    /// @param url path and query in the spelling in which they are sent
    public List<Header> headers(String method, URI url, String contentType, List<Bytes> body, Instant now) {
        String moment = MOMENT.format(now);
        Map<String, String> signed = new TreeMap<>();
        signed.put("host", host(url));
        signed.put("x-amz-date", moment);
        String hash = hash(body);
        signed.put("x-amz-content-sha256", hash);
        if (!contentType.isEmpty()) {
            signed.put("content-type", contentType);
        }
        account.session().ifPresent(token -> signed.put("x-amz-security-token", token.reveal()));
        String names = String.join(";", signed.keySet());
        String request = String.join(
                "\n",
                method,
                path(url.getRawPath()),
                query(url.getRawQuery() == null ? "" : url.getRawQuery()),
                signed.entrySet().stream()
                        .map(line -> line.getKey() + ":" + line.getValue().strip() + "\n")
                        .collect(Collectors.joining()),
                names,
                hash);
        String scope = String.join("/", moment.substring(0, DAY_LENGTH), region, service, END);
        String told = String.join("\n", ALGORITHM, moment, scope, hash(List.of(Bytes.of(request))));
        String signature = HexFormat.of().formatHex(mac(key(moment.substring(0, DAY_LENGTH)), told));
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("x-amz-date", moment));
        headers.add(new Header("x-amz-content-sha256", hash));
        account.session().ifPresent(token -> headers.add(new Header("x-amz-security-token", token.reveal())));
        headers.add(new Header(
                "authorization",
                ALGORITHM + " Credential=" + account.id() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature));
        return headers;
    }

    private byte[] key(String day) {
        byte[] key = ("AWS4" + account.secret().reveal()).getBytes(StandardCharsets.UTF_8);
        for (String step : List.of(day, region, service, END)) {
            key = mac(key, step);
        }
        return key;
    }

    /// As it is sent: a scheme's usual port is left out.
    private static String host(URI url) {
        int usual = "https".equals(url.getScheme()) ? 443 : 80;
        return url.getPort() < 0 || url.getPort() == usual ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    /// Each part is encoded once more than it is sent.
    private static String path(String sent) {
        return sent.isEmpty()
                ? "/"
                : Arrays.stream(sent.split("/", -1)).map(AwsSignature::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String query(String sent) {
        return Arrays.stream(sent.split("&", -1))
                .filter(field -> !field.isEmpty())
                .map(field -> field.contains("=") ? field : field + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String hash(List<Bytes> body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            body.forEach(slice -> digest.update(slice.array(), slice.from(), slice.length()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
