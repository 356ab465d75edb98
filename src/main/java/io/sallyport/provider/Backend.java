package io.sallyport.provider;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One configured upstream: where it is, how it is spoken to, and with which credential.
///
/// @param name unique; what operators and routes call it
/// @param kind word of the provider that speaks to it, for example `openai`
/// @param baseUrl scheme, host, port and path prefix, without a trailing `/v1` or slash
/// @param credential what is shown to the upstream
/// @param headers extra lines sent with every call
/// @param models upstream models it serves; empty when anything may be asked for
/// @param options further words of its kind, for example `region` or `api_version`
/// @param endpoints declared extra paths (requirement DA14)
/// @param timeout time to the first byte of an answer
/// @param skipTlsVerify true only where an operator switched the check off
/// @param labels what bounds of aliases and rules ask for, such as region or data class
/// @param source who owns the row: `config`, `admin`, `environment` or `node`
public record Backend(
        String name,
        String kind,
        URI baseUrl,
        Credential credential,
        List<Header> headers,
        List<String> models,
        Map<String, String> options,
        List<DeclaredEndpoint> endpoints,
        Duration timeout,
        boolean skipTlsVerify,
        boolean enabled,
        Map<String, String> labels,
        String source) {
    private static final int MOST_LABELS = 20;
    private static final int LONGEST_LABEL = 64;

    public Backend {
        options = Map.copyOf(OptionWords.ofToday(options));
        labels = Map.copyOf(labels);
        if (!areLabels(labels)) {
            throw new IllegalArgumentException("labels are at most 20 pairs of words of 1 to 64 characters");
        }
    }

    /// Whether these may be the labels of a backend.
    public static boolean areLabels(Map<String, String> labels) {
        return labels.size() <= MOST_LABELS
                && labels.entrySet().stream().allMatch(label -> isWord(label.getKey()) && isWord(label.getValue()));
    }

    private static boolean isWord(String text) {
        return !text.isBlank() && text.length() <= LONGEST_LABEL;
    }

    /// The option that says where a secret is exchanged for a token.
    public static final String AUTHORITY = "authority";

    /// The source of a backend that stands in the settings.
    public static final String CONFIG = "config";

    /// The source of a backend that operators added.
    public static final String ADMIN = "admin";

    /// The source of a backend that is a service of a node.
    public static final String NODE = "node";

    /// A further word of its kind; empty when nobody said it.
    public Optional<String> option(String word) {
        return Optional.ofNullable(options.get(word)).filter(value -> !value.isBlank());
    }

    /// The same with other options on top.
    public Backend with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putAll(OptionWords.ofToday(more));
        return with(credential, all);
    }

    /// A request to this backend, with its own header lines behind the given ones.
    public OutboundRequest request(String method, URI url, List<Header> lines, List<Bytes> body) {
        return new OutboundRequest(
                method, url, withOwn(lines), body, timeout, skipTlsVerify ? Trust.ANY_CERTIFICATE : Trust.VERIFY);
    }

    /// The same backend that is shown something else.
    Backend with(Credential other) {
        return with(other, options);
    }

    private Backend with(Credential shown, Map<String, String> said) {
        return new Backend(
                name,
                kind,
                baseUrl,
                shown,
                headers,
                models,
                said,
                endpoints,
                timeout,
                skipTlsVerify,
                enabled,
                labels,
                source);
    }

    private List<Header> withOwn(List<Header> lines) {
        if (headers.isEmpty()) {
            return lines;
        }
        List<Header> all = new ArrayList<>(lines);
        all.addAll(headers);
        return all;
    }

    /// What a backend is shown as proof.
    public sealed interface Credential {
        /// Nothing, as local runtimes like it.
        record None() implements Credential {}

        /// A key the gateway holds.
        record Own(Secret key) implements Credential {}

        /// An environment variable that is not set: calls are refused by name, the rest of the gateway works.
        record Missing(String variable) implements Credential {}

        /// A stored key that cannot be shown: calls are refused by name, the rest of the gateway works.
        ///
        /// @param why end of a sentence for callers and operators
        record Lost(String why) implements Credential {}

        /// A token that the backend's account was handed; never stored.
        ///
        /// @param grant how it was asked for
        record Token(Secret token, TokenGrant grant) implements Credential {}

        /// The caller's own credential is passed on (pass-through mode).
        record Client() implements Credential {}
    }

    /// An extra path this backend serves.
    ///
    /// @param path below the base address, for example `/v1/rerank`
    /// @param timeout overrides the backend's own
    public record DeclaredEndpoint(
            String path, List<String> methods, Optional<Duration> timeout, List<Header> headers) {}
}
