package io.sallyport.web;

/// Hears of every request that was answered, for counting.
///
/// Threads: called on event loops; must not block and must not throw.
@FunctionalInterface
public interface AnswerObserver {
    /// @param route the path of the route table with its placeholders; empty when no route matched
    /// @param status what the client saw; 499 when it left before the end
    /// @param micros microseconds from the head of the request to the end of the answer
    void answered(String method, String route, int status, long micros);
}
