package io.sallyport.pipeline;

import io.sallyport.identity.EndUser;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.web.WebRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The headers in which Open WebUI names its user. Whoever has a key could write them, so they are read for trusted
/// keys only.
///
/// Errors: BadRequest for a header that could name several people, or that no person's name can fill.
/// Source: Open WebUI, `ENABLE_FORWARD_USER_INFO_HEADERS` (requirement ID53); it percent-encodes the name.
final class EndUserHeaders {
    private static final int LONGEST = 256;

    /// What is longer than this, encoded, is no name.
    private static final int LONGEST_HEADER = 2048;

    private EndUserHeaders() {}

    /// The person these headers name; empty when they name nobody.
    static Optional<EndUser> read(WebRequest request) {
        EndUser user = new EndUser(
                one(request, "x-openwebui-user-id"),
                clean(decoded(single(request, "x-openwebui-user-name"))),
                one(request, "x-openwebui-user-email"),
                text(request, "x-openwebui-user-role"),
                text(request, "x-openwebui-chat-id"));
        return user.identity().isEmpty() ? Optional.empty() : Optional.of(user);
    }

    /// A proxy on the way may have joined two lines to a list.
    private static String one(WebRequest request, String header) {
        String value = text(request, header);
        if (value.indexOf(',') >= 0) {
            throw malformed(header);
        }
        return value;
    }

    private static String text(WebRequest request, String header) {
        return clean(single(request, header));
    }

    private static String single(WebRequest request, String header) {
        List<String> values = request.headers(header);
        if (values.size() > 1 || (!values.isEmpty() && values.getFirst().length() > LONGEST_HEADER)) {
            throw malformed(header);
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static RuntimeException malformed(String header) {
        return new BadRequest("invalid_value", "The header " + header + " must name one end user.", header)
                .asException();
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
