package io.sallyport.journal.audit;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.WholeAnswer;

/// Why OpenSearch did not do what it was asked for; to be read after "OpenSearch". Holds neither its address
/// nor what was sent.
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswered(String message) {
        super(message, null, false, false);
    }

    static Unanswered of(OutboundFailure failure) {
        return new Unanswered(
                switch (failure.kind()) {
                    case DNS -> "has a name without an address";
                    case DESTINATION -> "stands at an address that may not be connected to";
                    case CONNECT -> "takes no connection";
                    case TLS -> "shows a certificate that cannot be trusted";
                    case TIMEOUT -> "does not answer in time";
                    case CLOSED -> "closes the connection";
                    case BAD_RESPONSE, TOO_LARGE -> "gives an answer that cannot be used";
                });
    }

    static Unanswered status(WholeAnswer answer) {
        return new Unanswered(
                switch (answer.status()) {
                    case 401 -> "does not know our login (401)";
                    case 403 -> "refuses it (403" + type(answer) + ")";
                    case 429 -> "is too busy (429)";
                    default -> "answers with status " + answer.status() + type(answer);
                });
    }

    /// The word for the kind of error, as OpenSearch names it; never its sentence, which may quote a document.
    private static String type(WholeAnswer answer) {
        try {
            Json type = Json.parse(answer.body()).path("error.type");
            return type.isText() ? ", " + type.text() : "";
        } catch (JsonProblem e) {
            return "";
        }
    }

    /// What happened, in words.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
