package io.sallyport.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects everything a case wrote anywhere and looks for planted secrets in it, in five spellings.
///
/// Threads: what is collected may come from any.
public final class CanarySink {
    private final List<String> secrets = new ArrayList<>();
    private final Map<String, String> sinks = Collections.synchronizedMap(new LinkedHashMap<>());

    /// Plants a secret that must turn up nowhere.
    public CanarySink plant(String secret) {
        secrets.add(secret);
        return this;
    }

    /// Adds what one sink holds: a log, a table's rows, a page.
    public CanarySink collect(String sink, String text) {
        sinks.merge(sink, text, String::concat);
        return this;
    }

    /// Where secrets were found, as `sink: spelling`; empty when everything is clean.
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (String secret : secrets) {
            spellings(secret)
                    .forEach((spelling, form) -> sinks.forEach((sink, text) -> {
                        if (text.contains(form)) {
                            findings.add(sink + ": " + spelling);
                        }
                    }));
        }
        return findings;
    }

    private static Map<String, String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("plain", secret);
        // Without the last group, so that it is also found when more text was encoded behind it.
        spellings.put(
                "base64",
                Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, bytes.length / 3 * 4));
        spellings.put("hex", HexFormat.of().formatHex(bytes));
        spellings.putIfAbsent("url", URLEncoder.encode(secret, StandardCharsets.UTF_8));
        spellings.put("json", jsonEscaped(secret));
        return spellings;
    }

    private static String jsonEscaped(String secret) {
        StringBuilder escaped = new StringBuilder();
        secret.chars()
                .forEach(c -> escaped.append("\\u")
                        .append(HexFormat.of().withLowerCase().toHexDigits((char) c)));
        return escaped.toString();
    }
}
