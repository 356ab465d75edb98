package io.sallyport.provider;

import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What operators may say about a backend.
///
/// Their upstreams may stand on this machine and in private networks. Refused is what is no upstream at all: addresses
/// that hand out a machine's credentials, that mean everybody or nobody, or that are spelled to deceive.
/// Errors: BadRequest with the name of the field.
final class BackendRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(0[xX][0-9a-fA-F]*|[0-9]+)");
    private static final Pattern DOTTED = Pattern.compile("([0-9]|[1-9][0-9]{1,2})(\\.([0-9]|[1-9][0-9]{1,2})){3}");
    private static final Set<String> METADATA_HOSTS = Set.of("metadata", "metadata.google.internal", "instance-data");

    /// Where clouds hand out credentials outside the link-local range.
    private static final Set<InetAddress> METADATA_ADDRESSES =
            Set.of(InetAddress.ofLiteral("100.100.100.200"), InetAddress.ofLiteral("fd00:ec2::254"));

    /// Lines that frame a message, name its receiver or prove who sends it: the gateway writes those itself.
    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "content-encoding",
            "content-type",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "keep-alive",
            "expect",
            "cookie",
            "authorization",
            "proxy-authorization",
            "x-api-key",
            "api-key",
            "metadata",
            "metadata-flavor",
            "x-aws-ec2-metadata-token",
            "x-metadata-token");

    private static final int LONGEST_VALUE = 8192;
    private static final int MOST = 1000;
    private static final int MOST_HEADERS = 50;
    private static final int LARGEST_PORT = 65535;

    private BackendRules() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw refused("A name has 1 to 64 letters, digits and . _ -, and begins with a letter or digit.", "name");
        }
        return name;
    }

    static URI address(String text) {
        URI url;
        try {
            url = BaseUrl.of(text);
        } catch (IllegalArgumentException e) {
            throw refused("An address is http(s)://host[:port][/path].", "base_url");
        }
        if (url.getPort() == 0 || url.getPort() > LARGEST_PORT) {
            throw refused("A port is 1 to 65535.", "base_url");
        }
        if (!isUpstream(url.getHost().toLowerCase(Locale.ROOT))) {
            throw new BadRequest("destination_not_allowed", "No backend may stand at this address.", "base_url")
                    .asException();
        }
        return url;
    }

    private static boolean isUpstream(String host) {
        boolean isSix = host.startsWith("[");
        if (!isSix
                && NUMBER_AT_END.matcher(host).matches()
                && !DOTTED.matcher(host).matches()) {
            return false;
        }
        if (!isSix && !DOTTED.matcher(host).matches()) {
            return HOST_NAME.matcher(host).matches() && !METADATA_HOSTS.contains(host);
        }
        try {
            InetAddress address = InetAddress.ofLiteral(isSix ? host.substring(1, host.length() - 1) : host);
            return !address.isLinkLocalAddress()
                    && !address.isAnyLocalAddress()
                    && !address.isMulticastAddress()
                    && !METADATA_ADDRESSES.contains(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static List<Header> headers(List<Header> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw refused("At most " + MOST_HEADERS + " header lines may be added.", "headers");
        }
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!TOKEN.matcher(name).matches() || !isPlain(header.value())) {
                throw refused("This is not a valid header line.", "headers");
            }
            if (OWN_HEADERS.contains(name)) {
                throw refused("The header " + name + " is written by the gateway itself.", "headers");
            }
        }
        return headers;
    }

    static List<String> models(List<String> models) {
        boolean fits = models.stream().allMatch(model -> !model.isBlank() && model.length() <= 256);
        if (!fits || models.size() > MOST) {
            throw refused("Models are up to " + MOST + " names of 1 to 256 characters.", "models");
        }
        return List.copyOf(models);
    }

    static Secret key(Secret key) {
        if (key.isBlank() || !isPlain(key.reveal()) || key.reveal().indexOf(' ') >= 0) {
            throw refused("A key is 1 to " + LONGEST_VALUE + " printable ASCII characters without blanks.", "api_key");
        }
        return key;
    }

    private static boolean isPlain(String value) {
        return value.length() <= LONGEST_VALUE && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    static RuntimeException refused(String message, String param) {
        return new BadRequest("invalid_value", message, param).asException();
    }
}
