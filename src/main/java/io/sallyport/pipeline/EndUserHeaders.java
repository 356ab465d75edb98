package io.sallyport.pipeline;

import io.sallyport.identity.EndUser;
import io.sallyport.lang.DisplayName;
import io.sallyport.web.WebRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The headers in which Open WebUI names its user. Whoever has a key could write them, so they are read for trusted
/// keys only; a header that is there twice says nothing.
///
/// Source: Open WebUI, `ENABLE_FORWARD_USER_INFO_HEADERS` (requirement ID53); it percent-encodes the name.
final class EndUserHeaders {
    private static final int LONGEST = 256;

    private EndUserHeaders() {}

    /// The person these headers name; empty when they name nobody.
    static Optional<EndUser> read(WebRequest request) {
        EndUser user = new EndUser(
                text(request, "x-openwebui-user-id"),
                clean(decoded(single(request, "x-openwebui-user-name"))),
                text(request, "x-openwebui-user-email"),
                text(request, "x-openwebui-user-role"),
                text(request, "x-openwebui-chat-id"));
        return user.identity().isEmpty() ? Optional.empty() : Optional.of(user);
    }

    private static String text(WebRequest request, String header) {
        return clean(single(request, header));
    }

    private static String single(WebRequest request, String header) {
        List<String> values = request.headers(header);
        return values.size() == 1 ? values.getFirst() : "";
    }

    /// A plus sign stands for itself here; a name with a stray percent sign was not encoded.
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static String clean(String text) {
        return text.codePoints()
                .filter(sign -> !DisplayName.isShapeless(sign))
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
