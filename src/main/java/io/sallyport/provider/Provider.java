package io.sallyport.provider;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundRequest;
import java.net.URI;
import java.util.Optional;

/// How one kind of vendor is spoken to. Pure: it builds requests and reads answers, it does not send.
///
/// Threads: implementations are safe and hold nothing of a call.
public interface Provider {
    /// The dialect in which calls that are no chats get over to others.
    String USUAL_FORM = "openai";

    /// Word in `backends[].kind`, for example `openai`.
    String kind();

    /// One sentence for operators.
    String description();

    /// Says whether this kind can serve a request in the client's dialect as it is.
    ///
    /// @param dialect name of the client's dialect
    boolean serves(Operation operation, String dialect);

    /// The form of its chats, so that those of other dialects can be translated; empty when it has none.
    Optional<ProviderChat> chat();

    /// Its own form of calls that are no chats, so that those of OpenAI's form can be converted; empty where it
    /// has none.
    default Optional<Conversion> conversion(Operation operation) {
        return Optional.empty();
    }

    /// Says whether it can serve a request, as it is, translated or converted.
    ///
    /// @param dialect name of the client's dialect
    default boolean reaches(Operation operation, String dialect) {
        return serves(operation, dialect)
                || (operation.isChat()
                        ? chat().isPresent()
                        : conversion(operation).isPresent() || serves(operation, USUAL_FORM));
    }

    /// Says whether it can answer a request event by event; whoever asks it for a whole answer in another form
    /// gets that whole.
    ///
    /// @param dialect name of the client's dialect
    default boolean streams(Operation operation, String dialect) {
        return operation.isChat() || serves(operation, dialect);
    }

    /// The model name as it stands in the request body, for example quoted in JSON.
    default Bytes spelled(RawRequest request, String model) {
        return Json.of(model).bytes();
    }

    /// How a backend's account asks for the token it is to show instead of what is configured; empty where the
    /// configured key is the proof itself.
    ///
    /// Errors: UpstreamFailed 503 when what is configured is no account of the kind.
    default Optional<TokenGrant> grant(Backend backend) {
        return Optional.empty();
    }

    /// The request to send.
    ///
    /// Errors: UpstreamFailed 503 when the backend's credential is missing.
    OutboundRequest request(ProviderCall call);

    /// A reader for the answer to this request.
    ReplyReader reader(RawRequest request, Thoughts thoughts);

    /// The vendor's words in an error body.
    UpstreamError error(Bytes body);

    /// Where the vendor lists its models; answers are in OpenAI's list form.
    OutboundRequest listing(Backend backend);

    /// Address used when a backend of this kind names none.
    URI defaultBaseUrl();
}
