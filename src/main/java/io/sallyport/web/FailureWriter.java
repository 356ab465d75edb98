package io.sallyport.web;

/// The one place that turns a failure into an answer: what an endpoint threw, and what the server found itself.
///
/// Refusals arrive as [io.sallyport.lang.RefusedException]; everything else is a bug. The reply is not started yet.
@FunctionalInterface
public interface FailureWriter {
    void write(WebRequest request, WebReply reply, Throwable failure);
}
