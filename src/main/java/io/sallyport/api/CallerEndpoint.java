package io.sallyport.api;

import io.sallyport.identity.Caller;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;

/// Answers requests of callers whose identity is proven.
@FunctionalInterface
interface CallerEndpoint {
    void handle(Caller caller, WebRequest request, WebReply reply);
}
