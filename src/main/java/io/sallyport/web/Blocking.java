package io.sallyport.web;

import io.sallyport.lang.Bytes;

/// The lane for sequential code: reads the body on the event loop, then runs the endpoint on a virtual thread.
public final class Blocking {
    private Blocking() {}

    /// @param bodyLimit largest body in bytes
    /// @param failures answers what the endpoint throws
    public static Endpoint endpoint(long bodyLimit, FailureWriter failures, BlockingEndpoint endpoint) {
        return (request, reply) -> {
            var _ = request.body(bodyLimit).whenComplete((body, failure) -> {
                if (failure != null) {
                    failures.write(request, reply, failure);
                } else {
                    Thread.ofVirtual().name("web").start(() -> answer(endpoint, failures, request, reply, body));
                }
            });
        };
    }

    private static void answer(
            BlockingEndpoint endpoint, FailureWriter failures, WebRequest request, WebReply reply, Bytes body) {
        try {
            endpoint.answer(request, body).writeTo(reply);
        } catch (Throwable e) {
            failures.write(request, reply, e);
        }
    }
}
