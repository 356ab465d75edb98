package io.sallyport.web;

import io.sallyport.lang.Bytes;

/// Answers requests of one route in sequential code that may wait, for example for the database.
///
/// Threads: called on a virtual thread after the body was read. Whatever it throws becomes an error answer.
@FunctionalInterface
public interface BlockingEndpoint {
    Answer answer(WebRequest request, Bytes body);
}
