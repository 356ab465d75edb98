package io.sallyport.web;

/// Answers requests of one route.
///
/// Threads: called on an event loop and must not block it. Whatever it throws becomes an error answer.
@FunctionalInterface
public interface Endpoint {
    void handle(WebRequest request, WebReply reply);
}
