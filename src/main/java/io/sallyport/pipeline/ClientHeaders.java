package io.sallyport.pipeline;

import io.sallyport.lang.Header;
import io.sallyport.web.WebRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which header lines pass the gateway, each way. Everything else stays behind: keys, cookies, hops, hosts.
final class ClientHeaders {
    private static final List<String> TO_UPSTREAM =
            List.of("accept", "openai-beta", "anthropic-version", "anthropic-beta");

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
            Optional<String> value = request.header(name);
            if (value.isPresent()) {
                forwarded.add(new Header(name, value.get()));
            }
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
