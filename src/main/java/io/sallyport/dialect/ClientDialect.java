package io.sallyport.dialect;

import io.sallyport.inference.Operation;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// How a client speaks: reads the facts of its requests, writes errors it understands.
///
/// Threads: implementations hold no state.
public interface ClientDialect {

    /// Word for logs, for example `openai`.
    String name();

    /// Checks a JSON body and finds its facts.
    ///
    /// Errors: BadRequest with the path of the culprit.
    ///
    /// @param path of the request, which is where some forms name the model
    RequestFacts read(Operation operation, String path, Bytes body);

    /// How the chats of an operation are read and written, so that backends of other dialects can be asked.
    ///
    /// @param operation one that [Operation#isChat()]
    ClientChat chat(Operation operation);

    /// How its calls that are no chats are brought into OpenAI's form; empty where they have it already, or
    /// where the form knows no such calls.
    default Optional<ClientConversion> conversion(Operation operation) {
        return Optional.empty();
    }

    /// The body of an error answer.
    Bytes error(int status, ErrorBody error);

    /// One whole server-sent event that ends a broken stream of an operation.
    Bytes errorEvent(Operation operation, ErrorBody error);
}
