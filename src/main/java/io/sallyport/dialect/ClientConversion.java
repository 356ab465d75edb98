package io.sallyport.dialect;

import io.sallyport.json.Json;

/// How a client's own form of calls that are no chats becomes OpenAI's, and the answers its own again.
///
/// Threads: implementations hold no state.
public interface ClientConversion {
    /// Where such a call would have been sent in OpenAI's form, for example `/v1/embeddings`.
    String path();

    /// The body in OpenAI's form, without the model.
    ///
    /// Errors: JsonProblem with the path of what is not as the form wants it.
    Json read(Json asked, Losses losses);

    /// An answer of OpenAI's form in the client's.
    Json shown(Json answered, Json asked);
}
