package io.sallyport.certificate;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.web.Answer;
import io.sallyport.web.BlockingEndpoint;
import io.sallyport.web.WebRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All that is served in the clear: proofs for a certificate authority, and the way to the address with TLS.
///
/// Whoever sends more than a question is not led on: a key that came in the clear has been seen.
/// Source: RFC 8555, 8.3.
final class ProofDoor implements BlockingEndpoint {
    private static final String PROOFS = "/.well-known/acme-challenge/";
    private static final int NOT_FOUND = 404;
    private static final int MOVED = 308;

    private final Function<String, Optional<String>> answers;
    private final URI home;

    /// @param answers to tokens
    /// @param home where the gateway is with TLS
    ProofDoor(Function<String, Optional<String>> answers, URI home) {
        this.answers = answers;
        this.home = home;
    }

    @Override
    public Answer answer(WebRequest request, Bytes body) {
        boolean isQuestion = request.method().equals("GET") || request.method().equals("HEAD");
        if (isQuestion && request.path().startsWith(PROOFS)) {
            return answers.apply(request.path().substring(PROOFS.length()))
                    .map(proof -> plain(200, proof))
                    .orElseGet(() -> plain(NOT_FOUND, "There is no such proof."));
        }
        if (!isQuestion) {
            return plain(NOT_FOUND, "Nothing is served without TLS.");
        }
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        Header location = new Header("location", home.resolve(request.path()) + query);
        return new Answer(MOVED, List.of(location), Bytes.EMPTY);
    }

    private static Answer plain(int status, String text) {
        return new Answer(status, List.of(new Header("content-type", "text/plain; charset=utf-8")), Bytes.of(text));
    }
}
