package io.sallyport.routing;

import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import java.util.Optional;

/// What rules and strategies may ask about a call; whatever costs time is worked out when it is asked for.
///
/// Threads: one for each call, used by one thread at a time.
public interface Traits {

    Caller caller();

    Operation operation();

    /// Wire form of the client.
    String dialect();

    /// The client's word in `model`.
    String asked();

    boolean streams();

    /// A request header by lower-case name.
    Optional<String> header(String name);

    /// The kind of work, from the workload header or the body's `metadata.workload`.
    Optional<String> workload();

    /// Tokens of the prompt by our own count.
    long promptTokens();

    /// Most tokens of the answer, where the client said so.
    Optional<Long> outputCap();

    boolean hasTools();

    boolean hasImages();

    /// The same text for all turns of one conversation.
    String conversation();

    /// The same text for all calls of one client.
    String client();

    /// The same text for all prompts that begin alike.
    String promptPrefix();
}
