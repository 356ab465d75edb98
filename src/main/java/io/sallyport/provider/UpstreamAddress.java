package io.sallyport.provider;

import io.sallyport.lang.Refusal.BadRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// An address an upstream may have at all.
///
/// Upstreams may stand on this machine and in private networks. Refused is what is no upstream: addresses that
/// hand out a machine's credentials, that mean everybody or nobody, or that are spelled to deceive.
/// Errors: BadRequest with the name of the field.
public final class UpstreamAddress {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(0[xX][0-9a-fA-F]*|[0-9]+)");
    private static final Pattern DOTTED = Pattern.compile("([0-9]|[1-9][0-9]{1,2})(\\.([0-9]|[1-9][0-9]{1,2})){3}");
    private static final Set<String> METADATA_HOSTS = Set.of("metadata", "metadata.google.internal", "instance-data");

    /// Where clouds hand out credentials outside the link-local range.
    private static final Set<InetAddress> METADATA_ADDRESSES =
            Set.of(InetAddress.ofLiteral("100.100.100.200"), InetAddress.ofLiteral("fd00:ec2::254"));

    private static final int LARGEST_PORT = 65535;

    private UpstreamAddress() {}

    /// @param field what messages call the text
    public static URI of(String text, String field) {
        URI url;
        try {
            url = BaseUrl.of(text);
        } catch (IllegalArgumentException e) {
            throw BackendRules.refused("An address is http(s)://host[:port][/path].", field);
        }
        if (url.getPort() == 0 || url.getPort() > LARGEST_PORT) {
            throw BackendRules.refused("A port is 1 to 65535.", field);
        }
        if (!isUpstream(url.getHost().toLowerCase(Locale.ROOT))) {
            throw new BadRequest("destination_not_allowed", "No backend may stand at this address.", field)
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
}
