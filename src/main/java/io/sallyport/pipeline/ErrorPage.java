package io.sallyport.pipeline;

import io.sallyport.web.Answer;
import io.sallyport.web.WebRequest;
import java.util.Optional;

/// The form of an error answer for people, where a request comes from a browser's address bar.
@FunctionalInterface
public interface ErrorPage {
    /// For listeners without pages.
    ErrorPage NONE = (_, _, _) -> Optional.empty();

    /// The page; empty when a program asked.
    Optional<Answer> of(WebRequest request, ErrorAnswer answer, String requestId);
}
