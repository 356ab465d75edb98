package io.sallyport.dialect;

import io.sallyport.json.Json;

/// How a call that is no chat looks to vendors of another form than OpenAI's; whole answers only.
///
/// Whoever watches such an answer reads it in OpenAI's form, usage included.
/// Threads: implementations hold no state.
public interface Conversion {
    /// The path of the calls it takes, for example `/v1/embeddings`; others on the same subject are not
    /// converted.
    String takes();

    /// Where such a call is sent.
    ///
    /// @param model as the vendor calls it
    String path(String model);

    /// The body of a request.
    ///
    /// Errors: JsonProblem with the path of what is not as the form wants it, or what this vendor cannot do.
    ///
    /// @param asked in OpenAI's form
    Json write(Json asked, String model, Losses losses);

    /// An answer in OpenAI's form.
    ///
    /// Errors: JsonProblem when the vendor's is none.
    Json answer(Json answered, Json asked, String model, Losses losses);
}
