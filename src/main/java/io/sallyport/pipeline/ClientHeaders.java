package io.sallyport.pipeline;

import io.sallyport.lang.Header;
import io.sallyport.web.WebRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which header lines pass the gateway, each way. Everything else stays behind: keys, cookies, hops, hosts.
final class ClientHeaders {
    private static final Set<String> TO_UPSTREAM =
            Set.of("accept", "openai-beta", "anthropic-version", "anthropic-beta");

    private static final List<String> TO_CLIENT = List.of(
            "content-type",
            "content-disposition",
            "content-language",
            "openai-processing-ms",
            "openai-version",
            "x-sallyport-loss");

    private ClientHeaders() {}

    static List<Header> forwarded(WebRequest request) {
        List<Header> forwarded = new ArrayList<>(4);
        for (String name : TO_UPSTREAM) {
            request.header(name).ifPresent(value -> forwarded.add(new Header(name, value)));
        }
        return forwarded;
    }

    static boolean reachesClient(Header header) {
        // Six comparisons, nearly all of lengths, cost less than a name in lower case.
        for (String name : TO_CLIENT) {
            if (header.isNamed(name)) {
                return true;
            }
        }
        return false;
    }
}
